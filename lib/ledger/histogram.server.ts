import "server-only";
import { sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { parseUsd } from "@/lib/core/money";
import { isTimeZone } from "@/lib/core/period";
import type { Db } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import type { Histogram } from "./api";
import { barBoundaries } from "./bars";
import { conditionsOf } from "./filter.server";
import { endOfScan, scanned } from "./list.server";
import type { HistogramQuery } from "./request";

type Options = HistogramQuery & {
  account: string;
  now: Date;
  /** So many generations are counted at most, the newest of the time. */
  most: number;
};

/**
 * How many generations started, time by time, how they ended and what they cost.
 * @throws AppError `invalid_request` for an unknown time zone
 */
export async function readHistogram(
  db: Db,
  { account, now, timeZone, most, ...filter }: Options,
): Promise<Histogram> {
  if (!isTimeZone(timeZone)) {
    throw new AppError("invalid_request", { issues: [{ path: "timeZone", message: "is not a time zone" }] });
  }
  const bounds = barBoundaries({ from: filter.from, to: filter.to, timeZone, now });
  const [from = now, to = now] = [bounds[0], bounds.at(-1)];
  const starts = bounds.slice(0, -1);
  const { scan, rest } = conditionsOf(account, {
    ...filter,
    from: later(from, filter.from),
    to: filter.to ?? to,
  });
  const counts = await db.transaction(
    async (tx) => ({
      bars: await tx
        .select({
          // As in the spend report: boundaries come with the question, and are read once.
          bar: sql<number>`width_bucket(${generation.startedAt}, (select ${`{${starts.map((start) => start.toISOString()).join(",")}}`}::text::timestamptz[]))`.as(
            "bar",
          ),
          finished: countOf("finished"),
          failed: countOf("failed", "lost"),
          cancelled: countOf("cancelled"),
          running: countOf("running"),
          cost: sql<string>`coalesce(sum(${generation.cost}), 0)::text`,
        })
        .from(scanned(tx, scan, most))
        .where(rest)
        .groupBy(sql`bar`),
      end: await endOfScan(tx, scan, most),
    }),
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
  const byBar = new Map(counts.bars.map(({ bar, ...figures }) => [bar, figures]));
  return {
    from,
    to,
    countedFrom: counts.end?.startedAt ?? null,
    bars: starts.map((start, index) => {
      const { cost = "0", ...states } = byBar.get(index + 1) ?? {};
      return { start, ...NOTHING, ...states, cost: parseUsd(cost) };
    }),
  };
}

const NOTHING = { finished: 0, failed: 0, cancelled: 0, running: 0 };

const countOf = (...states: string[]) =>
  sql<number>`(count(*) filter (where ${generation.state} in ${states}))::int`;

const later = (one: Date, other: Date | undefined): Date => (other && other > one ? other : one);
