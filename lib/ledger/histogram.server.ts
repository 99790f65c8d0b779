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
import { endOfScan } from "./list.server";
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
  const { startedAt, id } = generation;
  const [begin, until] = [later(from, filter.from), filter.to ?? to];
  const counts = await db.transaction(
    async (tx) => {
      await tx.execute(WITHOUT_JIT);
      const within = and(scan, gte(startedAt, begin), lt(startedAt, until));
      const end = await endOfScan(tx, within, most);
      const cuts = [begin, ...bounds.slice(1, -1), until];
      const { rows } = await tx.execute<Row>(sql`
        select bar.place::int as bar, counted.*
        from unnest(${list(cuts.slice(0, -1))}, ${list(cuts.slice(1))}) with ordinality as bar("from", "to", place)
        cross join lateral (
          select ${countOf("finished")} as finished, ${countOf("failed", "lost")} as failed,
            ${countOf("cancelled")} as cancelled, ${countOf("running")} as running,
            coalesce(sum(${generation.cost}), 0)::text as cost
          from ${generation}
          where ${and(
            scan,
            sql`${startedAt} >= bar."from" and ${startedAt} < bar."to"`,
            rest,
            end === null
              ? undefined
              : sql`(${startedAt}, ${id}) >= (${end.startedAt.toISOString()}::timestamptz, ${end.id}::uuid)`,
          )}
        ) as counted`);
      return { bars: rows, end };
    },
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

type Row = {
  bar: number;
  finished: number;
  failed: number;
  cancelled: number;
  running: number;
  cost: string;
};

/**
 * Bars are looked up one by one, each by an index: of a month in one piece the planner may rather read the table, which
 * is many times as long.
 */
const list = (cuts: readonly Date[]) =>
  sql`(select ${`{${cuts.map((cut) => cut.toISOString()).join(",")}}`}::text::timestamptz[])`;

const countOf = (...states: string[]) =>
  sql<number>`(count(*) filter (where ${generation.state} in ${states}))::int`;

const later = (one: Date, other: Date | undefined): Date => (other && other > one ? other : one);
