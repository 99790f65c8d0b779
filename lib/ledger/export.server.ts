import "server-only";
import { sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
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
  { account, filter, format, now, mayStay = async () => true, onError }: Options,
): ReadableStream<Uint8Array> {
  const { head, row, foot } = WRITINGS[format];
  const encoder = new TextEncoder();
  const asked = { ...until(filter, now), account, limit: AT_ONCE };
  let [cursor, isFirst, left]: [string | undefined, boolean, boolean] = [undefined, true, false];
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(encoder.encode(head)),
      async pull(controller) {
        try {
          // A step that finds nothing has nothing to hand on.
          for (let text = ""; text === "" && !left; ) {
            if (!(await mayStay())) throw new AppError("forbidden");
            const page = await listGenerations(db, { ...asked, cursor });
            if (left) return;
            for (const generation of page.generations) {
              text += row(generation, isFirst);
              isFirst = false;
            }
            cursor = page.nextCursor ?? undefined;
            if (page.nextCursor === null) text += foot;
            if (text !== "") controller.enqueue(encoder.encode(text));
            if (page.nextCursor === null) return controller.close();
          }
        } catch (error) {
          onError(error);
          controller.error(error);
        }
      },
      cancel() {
        left = true;
      },
    },
    { highWaterMark: 1 },
  );
}
