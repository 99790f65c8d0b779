import "server-only";
import { and, asc, eq, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { cleanJson, cleanText } from "@/lib/core/storable";
import type { Db } from "@/lib/db/client.server";
import { preset } from "@/lib/db/schema/conversations";
import { member } from "@/lib/db/schema/team";
import type { Preset, PresetList } from "./presets-api";
import type { NewPreset, PresetChange } from "./presets-request";

/** Presets of one person; more are not found again. */
const MOST_PRESETS = 200;

/** The member's presets by name, without what they hold. */
export async function listPresets(db: Db, memberId: string): Promise<PresetList> {
  const presets = await db
    .select({
      id: preset.id,
      name: preset.name,
      hasSystem: sql<boolean>`${preset.system} is not null`,
      settings: sql<string[]>`array(select jsonb_object_keys(${preset.parameters}))`,
      updatedAt: preset.updatedAt,
    })
    .from(preset)
    .where(eq(preset.memberId, memberId))
    .orderBy(asc(preset.name), asc(preset.id));
  return { presets: presets.map((row) => ({ ...row, settings: row.settings.toSorted() })) };
}

/** One preset. @throws AppError `not_found` unless it is the member's own */
export async function loadPreset(db: Db, memberId: string, id: string): Promise<Preset> {
  const [row] = await db.select().from(preset).where(own(memberId, id));
  if (!row) throw missing();
  return toPreset(row);
}

/** Keeps settings under a name. @throws AppError `conflict` when there are too many */
export async function createPreset(db: Db, memberId: string, request: NewPreset, at: Date): Promise<Preset> {
  return db.transaction(async (tx) => {
    // Of several at once, each counts the one before it.
    await tx.select({ id: member.id }).from(member).where(eq(member.id, memberId)).for("update");
    if (Number(await tx.$count(preset, eq(preset.memberId, memberId))) >= MOST_PRESETS) {
      const words = `A person has ${MOST_PRESETS} presets at most.`;
      throw new AppError("conflict", {}, { message: words });
    }
    const values = { id: newId(), memberId, ...storable(request), createdAt: at, updatedAt: at };
    const [row] = await tx.insert(preset).values(values).returning();
    if (!row) throw missing();
    return toPreset(row);
  });
}

/** Changes what is named. @throws AppError `not_found` */
export async function changePreset(
  db: Db,
  memberId: string,
  id: string,
  change: PresetChange,
  at: Date,
): Promise<Preset> {
  const [row] = await db
    .update(preset)
    .set({ ...storable(change), updatedAt: at })
    .where(own(memberId, id))
    .returning();
  if (!row) throw missing();
  return toPreset(row);
}

/** Removes a preset; panes that it was applied to keep their settings. @throws AppError `not_found` */
export async function deletePreset(db: Db, memberId: string, id: string): Promise<void> {
  const rows = await db.delete(preset).where(own(memberId, id)).returning({ id: preset.id });
  if (rows.length === 0) throw missing();
}

/** What both engines can store. */
function storable<Named extends PresetChange>(named: Named): Named {
  const { system, parameters } = named;
  return {
    ...named,
    ...(typeof system === "string" ? { system: cleanText(system) } : {}),
    ...(parameters === undefined ? {} : { parameters: cleanJson(parameters) }),
  };
}

function toPreset({ memberId: _memberId, ...row }: typeof preset.$inferSelect): Preset {
  return {
    ...row,
    hasSystem: row.system !== null,
    settings: Object.keys(row.parameters).toSorted(),
  };
}

const own = (memberId: string, id: string) => and(eq(preset.id, id), eq(preset.memberId, memberId));

const missing = () => new AppError("not_found", {}, { message: "There is no such preset." });
