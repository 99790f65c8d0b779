import "server-only";
import { and, eq } from "drizzle-orm";
import { asArray } from "@/lib/core/lenient";
import type { Db, Transaction } from "@/lib/db/client.server";
import { preference, setting } from "@/lib/db/schema/team";
import { type Actor, isAllowed } from "./actor";
import type { PersonalChange } from "./personal-request";
import { type Preferences, SavedView } from "./preferences-api";
import type { PreferencesChange, SettingsChange } from "./preferences-request";

/** How many models count as used lately. */
const MOST_RECENT = 8;

/** What a person prefers and what the workspace recommends; nothing said is an empty list. */
export async function readPreferences(db: Db, actor: Actor): Promise<Preferences> {
  const [own, shared] = await Promise.all([
    db.select().from(preference).where(eq(preference.memberId, actor.memberId)),
    db.select().from(setting).where(eq(setting.name, "recommendedModels")),
  ]);
  const valueIn = (rows: { name: string; value: unknown }[], name: string) =>
    rows.find((row) => row.name === name)?.value;
  return {
    favouriteModels: readIds(valueIn(own, "favouriteModels")),
    recentModels: readIds(valueIn(own, "recentModels")),
    recommendedModels: readIds(valueIn(shared, "recommendedModels")),
    spendViews: readViews(valueIn(own, "spendViews")),
    mayRecommend: isAllowed(actor, "settings:write"),
  };
}

/** Changes a person's own preferences; what is not named stays, and null takes back what was said. */
export async function changePreferences(
  db: Db,
  { memberId }: Actor,
  change: PreferencesChange | PersonalChange,
  at: Date,
): Promise<void> {
  for (const { name, value } of entriesOf(change)) {
    if (value === null) {
      await db.delete(preference).where(and(eq(preference.memberId, memberId), eq(preference.name, name)));
      continue;
    }
    const set = { value, updatedAt: at };
    await db
      .insert(preference)
      .values({ memberId, name, ...set })
      .onConflictDoUpdate({ target: [preference.memberId, preference.name], set });
  }
}

/** Changes what holds for the whole workspace; what is not named stays, and null takes back what was said. */
export async function changeSettings(
  db: Db | Transaction,
  { memberId }: Actor,
  change: SettingsChange,
  at: Date,
): Promise<void> {
  for (const { name, value } of entriesOf(change)) {
    if (value === null) {
      await db.delete(setting).where(eq(setting.name, name));
      continue;
    }
    const set = { value, updatedAt: at, updatedBy: memberId };
    await db
      .insert(setting)
      .values({ name, ...set })
      .onConflictDoUpdate({ target: setting.name, set });
  }
}

/** Puts models at the front of those that a person used lately. Two at the same moment both end up there. */
export async function noteRecentModels(
  db: Db,
  { memberId }: Actor,
  models: readonly string[],
  at: Date,
): Promise<void> {
  const name = "recentModels";
  await db.transaction(async (transaction) => {
    // The row has to exist to be locked.
    await transaction
      .insert(preference)
      .values({ memberId, name, value: [], updatedAt: at })
      .onConflictDoNothing();
    const own = and(eq(preference.memberId, memberId), eq(preference.name, name));
    const [row] = await transaction.select().from(preference).where(own).for("update");
    const value = [...new Set([...models, ...readIds(row?.value)])].slice(0, MOST_RECENT);
    await transaction.update(preference).set({ value, updatedAt: at }).where(own);
  });
}

const entriesOf = (change: object): { name: string; value: unknown }[] =>
  Object.entries(change).map(([name, value]) => ({ name, value }));

const readIds = (value: unknown): string[] => asArray(value).filter((id) => typeof id === "string");

const readViews = (value: unknown): SavedView[] =>
  asArray(value).flatMap((view) => SavedView.safeParse(view).data ?? []);
