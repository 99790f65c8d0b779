import { encode } from "zod/mini";
import { changePrompt, deletePrompt, loadPrompt } from "@/lib/conversations/prompts.server";
import { Prompt } from "@/lib/conversations/prompts-api";
import { PromptChange } from "@/lib/conversations/prompts-request";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../handler";

type Params = { id: string };

export const GET = handle<Params>("chat:read", async ({ actor, params, services }) =>
  Response.json(encode(Prompt, await loadPrompt(services.db, actor.memberId, requireId(params.id)))),
);

export const PATCH = handle<Params>("chat:write", async ({ actor, params, services, body }) => {
  const { db, now } = services;
  const change = await body(PromptChange);
  const changed = await changePrompt(db, actor.memberId, requireId(params.id), change, now());
  return Response.json(encode(Prompt, changed));
});

export const DELETE = handle<Params>("chat:write", async ({ actor, params, services }) => {
  await deletePrompt(services.db, actor.memberId, requireId(params.id));
  return new Response(null, { status: 204 });
});
