import "server-only";
import { and, desc, eq, gte, inArray, min, type SQL, sql } from "drizzle-orm";
import * as z from "zod/mini";
import { asRecord } from "@/lib/core/lenient";
import type { Db } from "@/lib/db/client.server";
import { catalogSnapshot, goneModel, priceChange } from "@/lib/db/schema/catalog";
import { type CatalogResponse, REPRICED_DAYS } from "./api";
import { type ChangeKind, Difference } from "./changes-api";
import type { CatalogModel } from "./model";
import { readModel } from "./read-model";

const DAY = 86_400_000;
/** A recorded change, read as far as this version can. */
export type RecordedChange = { id: string; model: string; at: Date; differences: Difference[] };

export type ChangesFilter = {
  since?: Date | undefined;
  models?: readonly string[] | undefined;
  kinds?: readonly ChangeKind[] | undefined;
  /** Only what comes after this one in the list. */
  after?: { at: Date; id: string } | undefined;
  limit: number;
};

/** Changes of an upstream's list, newest first. */
export async function readChanges(
  db: Db,
  upstream: string,
  { since, models, kinds, after, limit }: ChangesFilter,
): Promise<RecordedChange[]> {
  const { id, model, at, differences } = priceChange;
  const rows = await db
    .select({ id, model, at, differences })
    .from(priceChange)
    .where(
      and(
        eq(priceChange.upstream, upstream),
        since && gte(at, since),
        models && inArray(model, [...models]),
        kinds && sql`${priceChange.kinds} && ${arrayOf(kinds)}`,
        after && sql`(${at}, ${id}) < (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`,
      ),
    )
    .orderBy(desc(at), desc(id))
    .limit(limit);
  return rows.map((row) => ({ ...row, differences: row.differences.flatMap(readDifference) }));
}

const arrayOf = (texts: readonly string[]): SQL =>
  sql`array[${sql.join(
    texts.map((text) => sql`${text}`),
    sql`, `,
  )}]::text[]`;

/** Whatever a later version has written and this one cannot read is left out. */
function readDifference(value: unknown): Difference[] {
  const read = z.safeParse(Difference, value);
  return read.success ? [read.data] : [];
}

/** What each model cost before its last change of price, where that is not long ago. */
export async function readRepriced(
  db: Db,
  upstream: string,
  now: Date,
): Promise<CatalogResponse["repriced"]> {
  const since = new Date(now.getTime() - REPRICED_DAYS * DAY);
  const rows = await db
    .selectDistinctOn([priceChange.model], {
      model: priceChange.model,
      at: priceChange.at,
      differences: priceChange.differences,
    })
    .from(priceChange)
    .where(
      and(
        eq(priceChange.upstream, upstream),
        gte(priceChange.at, since),
        sql`${priceChange.kinds} @> array['price']`,
      ),
    )
    .orderBy(priceChange.model, desc(priceChange.at));
  return Object.fromEntries(
    rows.flatMap(({ model, at, differences }) => {
      const price = differences.flatMap(readDifference).find(({ kind }) => kind === "price");
      return price?.kind === "price" ? [[model, { at, before: price.before }]] : [];
    }),
  );
}

export type Gone = { model: CatalogModel; goneAt: Date };

const MOST_GONE = 200;

/** The models that vanished last, as their rows were. */
export async function readGone(db: Db, upstream: string): Promise<Gone[]> {
  const rows = await db
    .select({ row: goneModel.row, goneAt: goneModel.goneAt })
    .from(goneModel)
    .where(eq(goneModel.upstream, upstream))
    .orderBy(desc(goneModel.goneAt), goneModel.model)
    .limit(MOST_GONE);
  return rows.flatMap(({ row, goneAt }) => {
    const model = readModel(row);
    return model === null ? [] : [{ model, goneAt }];
  });
}

/** A model that vanished, as its row was; null when it never did. */
export async function readGoneModel(db: Db, upstream: string, model: string): Promise<Gone | null> {
  const [found] = await db
    .select({ row: goneModel.row, goneAt: goneModel.goneAt })
    .from(goneModel)
    .where(and(eq(goneModel.upstream, upstream), eq(goneModel.model, model)));
  const read = found && readModel(found.row);
  return read ? { model: read, goneAt: found.goneAt } : null;
}

/** The row of a model as it was sent, listed or gone; null when there never was one. */
export async function readRawRow(db: Db, upstream: string, model: string): Promise<unknown> {
  const [gone] = await db
    .select({ row: goneModel.row })
    .from(goneModel)
    .where(and(eq(goneModel.upstream, upstream), eq(goneModel.model, model)));
  if (gone) return gone.row;
  const path = sql`jsonb_path_query_first(${catalogSnapshot.rows}, '$[*] ? (@.id == $id)', ${JSON.stringify({ id: model })}::jsonb)`;
  const [listed] = await db
    .select({ row: sql<unknown>`${path}` })
    .from(catalogSnapshot)
    .where(eq(catalogSnapshot.upstream, upstream));
  return asRecord(listed?.row) ?? null;
}

/** Since when changes are recorded: the first list, or an older change; null when there never was a list. */
export async function readRecordedSince(db: Db, upstream: string): Promise<Date | null> {
  const oldest = db
    .select({ at: min(priceChange.at) })
    .from(priceChange)
    .where(eq(priceChange.upstream, upstream));
  const [found] = await db
    .select({
      at: sql<Date>`least(${catalogSnapshot.recordedSince}, (${oldest}))`.mapWith(
        catalogSnapshot.recordedSince,
      ),
    })
    .from(catalogSnapshot)
    .where(eq(catalogSnapshot.upstream, upstream));
  return found?.at ?? null;
}
