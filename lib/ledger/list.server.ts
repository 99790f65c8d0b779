import "server-only";
import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { route } from "@/lib/db/schema/routes";
import { member, virtualKey } from "@/lib/db/schema/team";
import type { GenerationPage, ListedGeneration } from "./api";
import { decodeCursor, encodeCursor, type Place } from "./cursor";
import { type Conditions, conditionsOf } from "./filter.server";
import type { Filter } from "./request";
import { generationColumns, toGeneration } from "./view.server";

/** So many generations are read at most for one page: a filter that finds little goes back in steps. */
const MOST_SCANNED = 10_000;

type Options = Filter & {
  account: string;
  limit: number;
  cursor?: string | undefined;
  /** For tests. */
  most?: number;
};

/**
 * One page of an account's generations, newest first. Pages are cut by key, so rows that arrive
 * meanwhile neither repeat nor hide others.
 * @throws AppError `invalid_request` when the cursor is not one of ours
 */
export async function listGenerations(
  db: Db,
  { account, limit, cursor, most = MOST_SCANNED, ...filter }: Options,
): Promise<GenerationPage> {
  const { scan, rest } = conditionsOf(account, filter);
  const conditions = {
    scan: and(scan, cursor === undefined ? undefined : before(decodeCursor(cursor))),
    rest,
  };
  if (!rest) return pageOf(await readRows(db, conditions, limit, limit + 1), limit, null);
  // What was read and how far must be of one moment, or what changes in between would be passed over.
  return db.transaction(
    async (tx) => {
      const rows = await readRows(tx, conditions, limit, most);
      return pageOf(rows, limit, rows.length > limit ? null : await endOfScan(tx, conditions.scan, most));
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

function pageOf(rows: Row[], limit: number, end: Place | null): GenerationPage {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next = last && rows.length > limit ? last : end;
  return {
    generations: page.map(toListed),
    nextCursor: next && encodeCursor(next),
    scannedTo: end?.startedAt ?? null,
  };
}

/** The order of lists, and of the index that leads through them. */
export const NEWEST_FIRST = [desc(generation.startedAt), desc(generation.id)];

/** One more than asked tells whether there is a next page; `most` are read to find them. */
function readRows(db: Tx, { scan, rest }: Conditions, limit: number, most: number) {
  return db
    .select({
      ...generationColumns,
      upstreamId: generation.upstreamId,
      upstreamCost: generation.upstreamCost,
      tags: generation.tags,
      member: member.name,
      key: virtualKey.name,
      route: route.name,
    })
    .from(scanned(db, scan, most))
    .innerJoin(member, eq(member.id, generation.memberId))
    .leftJoin(virtualKey, eq(virtualKey.id, generation.keyId))
    .leftJoin(route, eq(route.id, generation.routeId))
    .where(rest)
    .orderBy(...NEWEST_FIRST)
    .limit(limit + 1);
}
type Row = Awaited<ReturnType<typeof readRows>>[number];
type Tx = Pick<Db, "select">;

/** The newest generations that an index leads to. They go by the table's own name, so that conditions fit both. */
export const scanned = (db: Tx, scan: SQL | undefined, most: number) =>
  db
    .select()
    .from(generation)
    .where(scan)
    .orderBy(...NEWEST_FIRST)
    .limit(most)
    .as("generation");

/** The last of those that {@link scanned} reads; null when it reads all there are. */
export async function endOfScan(db: Tx, scan: SQL | undefined, most: number): Promise<Place | null> {
  const [end] = await db
    .select({ startedAt: generation.startedAt, id: generation.id })
    .from(generation)
    .where(scan)
    .orderBy(...NEWEST_FIRST)
    .offset(most - 1)
    .limit(1);
  return end ?? null;
}

const toListed = (row: Row): ListedGeneration => ({
  ...toGeneration(row),
  upstreamId: row.upstreamId,
  member: row.member,
  key: row.key,
  route: row.route,
  tags: row.tags,
  upstreamCost: row.upstreamCost,
});

const before = ({ startedAt, id }: Place): SQL =>
  sql`(${generation.startedAt}, ${generation.id}) < (${startedAt.toISOString()}::timestamptz, ${id}::uuid)`;
