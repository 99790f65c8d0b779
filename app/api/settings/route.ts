import { encode } from "zod/mini";
import { isAllowed } from "@/lib/team/actor";
import { changeSettings, readPreferences } from "@/lib/team/preferences.server";
import { Preferences } from "@/lib/team/preferences-api";
import { SettingsChange } from "@/lib/team/preferences-request";
import { readWorkspace } from "@/lib/team/workspace.server";
import { Workspace } from "@/lib/team/workspace-api";
import { handle } from "../handler";
import { onRecord } from "../on-record";

/** Everybody may know the rules that their requests keep to. */
export const GET = handle("catalog:read", async ({ actor, services }) => {
  const workspace = await readWorkspace(services.db);
  return Response.json(encode(Workspace, { ...workspace, mayChange: isAllowed(actor, "settings:write") }));
});

export const PUT = handle("settings:write", async (context) => {
  const { actor, services } = context;
  const change = await context.body(SettingsChange);
  const details = Object.fromEntries(
    Object.entries(change).map(([name, value]) => [name, String(value ?? "")]),
  );
  await onRecord(
    context,
    (tx, now) => changeSettings(tx, actor, change, now),
    () => (Object.keys(change).length === 0 ? null : { action: "settings.change", details }),
  );
  services.rules.forget();
  return Response.json(encode(Preferences, await readPreferences(services.db, actor)));
});
