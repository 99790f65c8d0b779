import { encode } from "zod/mini";
import { changePreferences, readPreferences } from "@/lib/team/preferences.server";
import { Preferences } from "@/lib/team/preferences-api";
import { PreferencesChange } from "@/lib/team/preferences-request";
import { handle } from "../handler";

export const GET = handle("catalog:read", async ({ actor, services }) =>
  Response.json(encode(Preferences, await readPreferences(services.db, actor))),
);

export const PUT = handle("preferences:write", async ({ actor, services, body }) => {
  await changePreferences(services.db, actor, await body(PreferencesChange), services.now());
  return Response.json(encode(Preferences, await readPreferences(services.db, actor)));
});
