import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { EstimateAccuracy } from "@/lib/catalog/usage-api";
import type { Db } from "@/lib/db/client.server";
import { type Recent, recentGenerations, windowStart } from "./recent.server";

/** Fewer say nothing of a model. */
const ENOUGH = 10;

/**
 * How the estimates shown before sending compare with what was billed: of every finished generation lately that
 * has both. Those on a key of one's own at the provider are billed otherwise and left out.
 */
export async function estimateAccuracy(db: Db, recent: Recent): Promise<EstimateAccuracy> {
  const row = recentGenerations(db, recent);
  const ratio = sql`case when ${and(
    eq(row.state, "finished"),
    sql`${row.isByok} is not true`,
    sql`${row.estimate} > 0`,
  )} then ${row.cost}::float8 / ${row.estimate}::float8 end`;
  const share = (of: "0.1" | "0.5" | "0.9") =>
    sql<number | null>`percentile_disc(${sql.raw(of)}) within group (order by ${ratio})`;
  const rows = await db
    .select({
      model: sql<string | null>`${row.model}`,
      all: sql<number>`count(*)::int`,
      oldest: sql<Date | null>`min(${row.startedAt})`.mapWith(row.startedAt),
      count: sql<number>`count(${ratio})::int`,
      p10: share("0.1"),
      median: share("0.5"),
      p90: share("0.9"),
    })
    .from(row)
    .groupBy(sql`grouping sets ((), (${row.model}))`);
  const total = rows.find(({ model }) => model === null);
  const models = rows.flatMap((one) => {
    const ratios = toRatios(one);
    return one.model === null || ratios === null || ratios.count < ENOUGH
      ? []
      : [{ model: one.model, ...ratios }];
  });
  return {
    from: windowStart(recent.now, total?.all ?? 0, total?.oldest ?? null, recent.most),
    to: recent.now,
    overall: total ? toRatios(total) : null,
    models: models.sort((left, right) => right.count - left.count || (left.model < right.model ? -1 : 1)),
  };
}

type Row = { count: number; p10: number | null; median: number | null; p90: number | null };

const toRatios = ({ count, p10, median, p90 }: Row): EstimateAccuracy["overall"] =>
  p10 === null || median === null || p90 === null ? null : { count, p10, median, p90 };
