import { encode } from "zod/mini";
import { createPreset, listPresets } from "@/lib/conversations/presets.server";
import { Preset, PresetList } from "@/lib/conversations/presets-api";
import { NewPreset } from "@/lib/conversations/presets-request";
import { handle } from "../handler";

export const GET = handle("chat:read", async ({ actor, services }) =>
  Response.json(encode(PresetList, await listPresets(services.db, actor.memberId))),
);

export const POST = handle("chat:write", async ({ actor, services, body }) => {
  const created = await createPreset(services.db, actor.memberId, await body(NewPreset), services.now());
  return Response.json(encode(Preset, created), { status: 201 });
});
