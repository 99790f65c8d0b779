import "server-only";
import { and, gte, lt, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { parseUsd } from "@/lib/core/money";
import { isTimeZone } from "@/lib/core/period";
import type { Db } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { WITHOUT_JIT } from "@/lib/db/without-jit.server";
import type { Histogram } from "./api";
import { barBoundaries } from "./bars";
import { conditionsOf } from "./filter.server";
import { scanned } from "./list.server";
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
  const within = and(scan, gte(startedAt, begin), lt(startedAt, until));
  const cuts = [begin, ...bounds.slice(1, -1), until];
  const rows = await db.transaction(
    async (tx) => {
      await tx.execute(WITHOUT_JIT);
      // In the order of an index: of a month the planner may rather read the table, which is many times as long.
      const read = scanned(tx, within, most);
      const found = await tx.execute<Row>(sql`
        select bar, count(*)::int as read, (extract(epoch from min(started_at)) * 1000)::float8 as since,
          ${countOf("finished")} as finished, ${countOf("failed", "lost")} as failed,
          ${countOf("cancelled")} as cancelled, ${countOf("running")} as running,
          coalesce(sum(cost) filter (where fits), 0)::text as cost
        from (
          select ${startedAt}, ${state}, ${cost}, ${rest ?? sql`true`} as fits,
            width_bucket(${startedAt}, ${list(cuts.slice(0, -1))}) as bar
          from ${read}
        ) as counted group by bar`);
      return found.rows;
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
  const byBar = new Map(rows.map(({ bar, read: _, since: __, ...figures }) => [bar, figures]));
  const isAll = rows.reduce((sum, { read }) => sum + read, 0) < most;
  return {
    from,
    to,
    countedFrom: isAll ? null : new Date(Math.min(...rows.map(({ since }) => since))),
    bars: starts.map((start, index) => {
      const { cost = "0", ...states } = byBar.get(index + 1) ?? {};
      return { start, ...NOTHING, ...states, cost: parseUsd(cost) };
    }),
  };
}

const NOTHING = { finished: 0, failed: 0, cancelled: 0, running: 0 };

type Row = {
  bar: number;
  /** How many were read for it, also of those that do not fit, and the oldest of them, epoch milliseconds. */
  read: number;
  since: number;
  finished: number;
  failed: number;
  cancelled: number;
  running: number;
  cost: string;
};

const list = (cuts: readonly Date[]) =>
  sql`(select ${`{${cuts.map((cut) => cut.toISOString()).join(",")}}`}::text::timestamptz[])`;

const countOf = (...states: string[]) =>
  sql<number>`(count(*) filter (where fits and state in ${states}))::int`;

const later = (one: Date, other: Date | undefined): Date => (other && other > one ? other : one);
