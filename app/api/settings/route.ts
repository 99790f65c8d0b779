import { encode } from "zod/mini";
import { changeSettings, readPreferences } from "@/lib/team/preferences.server";
import { Preferences } from "@/lib/team/preferences-api";
import { SettingsChange } from "@/lib/team/preferences-request";
import { handle } from "../handler";

export const PUT = handle("settings:write", async ({ actor, services, body }) => {
  await changeSettings(services.db, actor, await body(SettingsChange), services.now());
  return Response.json(encode(Preferences, await readPreferences(services.db, actor)));
});
