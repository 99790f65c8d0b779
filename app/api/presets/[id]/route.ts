import { encode } from "zod/mini";
import { changePreset, deletePreset, loadPreset } from "@/lib/conversations/presets.server";
import { Preset } from "@/lib/conversations/presets-api";
import { PresetChange } from "@/lib/conversations/presets-request";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../handler";

type Params = { id: string };

export const GET = handle<Params>("chat:read", async ({ actor, params, services }) =>
  Response.json(encode(Preset, await loadPreset(services.db, actor.memberId, requireId(params.id)))),
);

export const PATCH = handle<Params>("chat:write", async ({ actor, params, services, body }) => {
  const { db, now } = services;
  const change = await body(PresetChange);
  const changed = await changePreset(db, actor.memberId, requireId(params.id), change, now());
  return Response.json(encode(Preset, changed));
});

export const DELETE = handle<Params>("chat:write", async ({ actor, params, services }) => {
  await deletePreset(services.db, actor.memberId, requireId(params.id));
  return new Response(null, { status: 204 });
});
