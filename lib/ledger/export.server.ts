import "server-only";
import { sql } from "drizzle-orm";
import { pagedFile } from "@/lib/core/paged-file";
import type { Db } from "@/lib/db/client.server";
import { type ExportFormat, WRITINGS } from "./export-rows";
import { conditionsOf } from "./filter.server";
import { endOfScan, listGenerations, scanned } from "./list.server";
import type { Filter } from "./request";

/** Rows of one piece. */
const AT_ONCE = 500;
/** Further back nobody counts for a progress bar's sake. */
const MOST_COUNTED = 20_000;

type Options = {
  account: string;
  filter: Filter;
  format: ExportFormat;
  now: Date;
  /** Whether whoever takes it still may. */
  mayStay?: () => Promise<boolean>;
  onError: (error: unknown) => void;
};

/** What an export will hold; what starts from now on is left out. */
const until = (filter: Filter, now: Date): Filter => ({
  ...filter,
  to: filter.to && filter.to < now ? filter.to : now,
});

/** How many rows an export will have; null where counting them would take long. */
export async function countExport(
  db: Db,
  {
    account,
    filter,
    now,
    most = MOST_COUNTED,
  }: Pick<Options, "account" | "filter" | "now"> & { most?: number },
): Promise<number | null> {
  const { scan, rest } = conditionsOf(account, until(filter, now));
  if ((await endOfScan(db, scan, most)) !== null) return null;
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(scanned(db, scan, most))
    .where(rest);
  return row?.count ?? null;
}

/**
 * All generations that a filter finds, newest first, as the bytes of a file. Read page by page, no faster than they
 * are taken, and no further once nobody takes them. Cut by key: no row comes twice.
 */
export function exportGenerations(
  db: Db,
  { account, filter, format, now, mayStay, onError }: Options,
): ReadableStream<Uint8Array> {
  const { head, row, foot } = WRITINGS[format];
  const asked = { ...until(filter, now), account, limit: AT_ONCE };
  let isFirst = true;
  return pagedFile({
    ...{ head, foot, mayStay, onError },
    async read(cursor) {
      const { generations, nextCursor } = await listGenerations(db, { ...asked, cursor });
      let text = "";
      for (const generation of generations) {
        text += row(generation, isFirst);
        isFirst = false;
      }
      return { text, next: nextCursor };
    },
  });
}
