import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { asRecord, asText } from "@/lib/core/lenient";
import { LOCALES } from "@/lib/core/locales";
import type { Db } from "@/lib/db/client.server";
import { preference } from "@/lib/db/schema/team";
import type { Actor } from "./actor";
import type { Beginning } from "./beginning";
import { type Personal, SHORTCUTS_OFF } from "./personal-api";
import { THEMES } from "./theme";
import { readWorkspace } from "./workspace.server";

const NAMES = ["theme", "locale", "defaultModel", "shortcuts", "shortcutsOff"] satisfies (keyof Personal)[];

/** How a person wants things to look and to be worked; what makes no sense is as if it had not been said. */
export async function readPersonal(db: Db, { memberId }: Pick<Actor, "memberId">): Promise<Personal> {
  const rows = await db
    .select({ name: preference.name, value: preference.value })
    .from(preference)
    .where(and(eq(preference.memberId, memberId), inArray(preference.name, NAMES)));
  const said = (name: keyof Personal) => rows.find((row) => row.name === name)?.value;
  const shortcuts = Object.entries(asRecord(said("shortcuts")) ?? {});
  return {
    theme: THEMES.find((theme) => theme === said("theme")) ?? null,
    locale: LOCALES.find((locale) => locale === said("locale")) ?? null,
    defaultModel: asText(said("defaultModel")),
    shortcuts: Object.fromEntries(
      shortcuts.filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    ),
    shortcutsOff: SHORTCUTS_OFF.find((off) => off === said("shortcutsOff")) ?? "none",
  };
}

/** What the playground has to know before it is shown. */
export async function readBeginning(db: Db, actor: Pick<Actor, "memberId">): Promise<Beginning> {
  const [personal, workspace] = await Promise.all([readPersonal(db, actor), readWorkspace(db)]);
  const { allowedModels, defaultModel } = workspace;
  return { firstModel: personal.defaultModel ?? defaultModel, allowedModels };
}
