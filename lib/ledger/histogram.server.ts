import "server-only";
import { and, gte, lt, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { add, parseUsd, ZERO } from "@/lib/core/money";
import { isTimeZone } from "@/lib/core/period";
import type { Db } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { WITHOUT_JIT } from "@/lib/db/without-jit.server";
import type { GENERATION_STATES, Histogram } from "./api";
import { barBoundaries } from "./bars";
import { conditionsOf } from "./filter.server";
import { NEWEST_FIRST } from "./list.server";
import type { HistogramQuery } from "./request";

type Options = HistogramQuery & {
  account: string;
  now: Date;
  /** So many generations are counted at most, the newest of the time. */
  most: number;
};

/**
 * How many generations started, time by time, how they ended and what they cost; of the last 31 days at most, since
 * each is read.
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
  const { scan, rest } = conditionsOf(account, { ...filter, from: undefined, to: undefined });
  const { startedAt, state, cost } = generation;
  const [begin, until] = [later(from, filter.from), filter.to ?? to];
  const cuts = [begin, ...bounds.slice(1, -1), until];
  const rows = await db.transaction(
    async (tx) => {
      await tx.execute(WITHOUT_JIT);
      const bar = sql`width_bucket(${startedAt}, ${list(cuts.slice(0, -1))})`;
      const bars = rest ? sql<number>`case when ${rest} then ${bar} else 0 end` : bar;
      // In the order of an index: of a month the planner may rather read the table, which is many times as long.
      const read = tx
        .select({ startedAt, state, cost, bar: bars.as("bar") })
        .from(generation)
        .where(and(scan, gte(startedAt, begin), lt(startedAt, until)))
        .orderBy(...NEWEST_FIRST)
        .limit(most)
        .as("read");
      const found = await tx.execute<Row>(sql`
        select bar, state, count(*)::int as generations, coalesce(sum(cost), 0)::text as cost,
          (extract(epoch from min(started_at)) * 1000)::float8 as since
        from ${read} group by bar, state`);
      return found.rows;
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
  const isAll = rows.reduce((sum, { generations }) => sum + generations, 0) < most;
  const bars = starts.map((start) => ({ start, ...NOTHING }));
  for (const { bar, state, generations, cost } of rows) {
    const counted = bars[bar - 1];
    if (!counted) continue;
    counted[state === "lost" ? "failed" : state] += generations;
    counted.cost = add(counted.cost, parseUsd(cost));
  }
  return {
    from,
    to,
    isBehind: false,
    countedFrom: isAll ? null : new Date(Math.min(...rows.map(({ since }) => since))),
    bars,
  };
}

const NOTHING = { finished: 0, failed: 0, cancelled: 0, running: 0, cost: ZERO };

type Row = {
  /** From 1; 0 of those that do not fit. */
  bar: number;
  state: (typeof GENERATION_STATES)[number];
  generations: number;
  cost: string;
  /** When the oldest of them started, epoch milliseconds. */
  since: number;
};

const list = (cuts: readonly Date[]) =>
  sql`(select ${`{${cuts.map((cut) => cut.toISOString()).join(",")}}`}::text::timestamptz[])`;

const later = (one: Date, other: Date | undefined): Date => (other && other > one ? other : one);
