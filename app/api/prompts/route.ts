import { encode } from "zod/mini";
import { createPrompt, listPrompts } from "@/lib/conversations/prompts.server";
import { Prompt, PromptList } from "@/lib/conversations/prompts-api";
import { NewPrompt } from "@/lib/conversations/prompts-request";
import { handle } from "../handler";

export const GET = handle("chat:read", async ({ actor, services }) =>
  Response.json(encode(PromptList, await listPrompts(services.db, actor.memberId))),
);

export const POST = handle("chat:write", async ({ actor, services, body }) => {
  const created = await createPrompt(services.db, actor.memberId, await body(NewPrompt), services.now());
  return Response.json(encode(Prompt, created), { status: 201 });
});
