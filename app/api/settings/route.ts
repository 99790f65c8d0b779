import { encode } from "zod/mini";
import { changeSettings, readPreferences } from "@/lib/team/preferences.server";
import { Preferences } from "@/lib/team/preferences-api";
import { SettingsChange } from "@/lib/team/preferences-request";
import { handle } from "../handler";
import { onRecord } from "../on-record";

export const PUT = handle("settings:write", async (context) => {
  const { actor, services } = context;
  const change = await context.body(SettingsChange);
  const details = Object.fromEntries(Object.entries(change).map(([name, value]) => [name, String(value)]));
  await onRecord(
    context,
    (tx, now) => changeSettings(tx, actor, change, now),
    () => (Object.keys(change).length === 0 ? null : { action: "settings.change", details }),
  );
  return Response.json(encode(Preferences, await readPreferences(services.db, actor)));
});
