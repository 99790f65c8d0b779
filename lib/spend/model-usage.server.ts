import "server-only";
import { type SQLWrapper, sql } from "drizzle-orm";
import { type ModelUsage, type ModelUsageResponse, USUAL_REQUEST } from "@/lib/catalog/usage-api";
import { parseUsd } from "@/lib/core/money";
import type { Db } from "@/lib/db/client.server";
import { type Recent, recentGenerations, windowStart } from "./recent.server";

/** What an account measured of each model lately, most used first, and its average request. */
export async function modelUsage(db: Db, recent: Recent): Promise<ModelUsageResponse> {
  const rows = await readUsage(db, recent);
  const all = rows.find(({ model }) => model === null);
  const models = rows.flatMap((row) =>
    row.model === null ? [] : [toModelUsage({ ...row, model: row.model })],
  );
  const measured = all?.promptTokens != null && all.completionTokens != null;
  return {
    from: windowStart(recent.now, all?.generations ?? 0, all?.oldest ?? null, recent.most),
    to: recent.now,
    models: models.sort(
      (left, right) => right.generations - left.generations || (left.model < right.model ? -1 : 1),
    ),
    average: {
      promptTokens: Math.round(all?.promptTokens ?? USUAL_REQUEST.promptTokens),
      completionTokens: Math.round(all?.completionTokens ?? USUAL_REQUEST.completionTokens),
      measured,
    },
  };
}

type UsageRow = Awaited<ReturnType<typeof readUsage>>[number];

function readUsage(db: Db, recent: Recent) {
  const row = recentGenerations(db, recent);
  const middle = (share: number, figure: SQLWrapper) =>
    sql<number | null>`percentile_disc(${sql.raw(String(share))}) within group (order by ${figure})::float8`;
  const average = (figure: SQLWrapper) => sql<number | null>`avg(${figure})::float8`;
  // Answers that came in one piece have no speed.
  const speed = sql`case when ${row.completionTokens} >= 2 and ${row.durationMs} - ${row.ttftMs} >= 50
    then (${row.completionTokens} - 1) * 1000.0 / (${row.durationMs} - ${row.ttftMs}) end`;
  return db
    .select({
      model: sql<string | null>`${row.model}`,
      generations: sql<number>`count(*)::int`,
      failed: sql<number>`(count(*) filter (where ${row.state} in ('failed', 'lost')))::int`,
      finished: sql<number>`(count(*) filter (where ${row.state} = 'finished'))::int`,
      cost: sql<string>`coalesce(sum(${row.cost}), 0)::text`,
      unknown: sql<number>`(count(*) - count(${row.cost}))::int`,
      promptTokens: average(row.promptTokens),
      completionTokens: average(row.completionTokens),
      completionP10: middle(0.1, row.completionTokens),
      completionP90: middle(0.9, row.completionTokens),
      ttftMs: middle(0.5, row.ttftMs),
      throughput: middle(0.5, speed),
      lastUsedAt: sql<Date>`max(${row.startedAt})`.mapWith(row.startedAt),
      oldest: sql<Date | null>`min(${row.startedAt})`.mapWith(row.startedAt),
    })
    .from(row)
    .groupBy(sql`grouping sets ((), (${row.model}))`);
}

function toModelUsage({ finished, oldest: _, cost, ...row }: UsageRow & { model: string }): ModelUsage {
  const ended = finished + row.failed;
  return { ...row, cost: parseUsd(cost), errorRate: ended === 0 ? null : row.failed / ended };
}
