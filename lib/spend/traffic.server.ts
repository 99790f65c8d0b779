import "server-only";
import { inArray, type SQLWrapper, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client.server";
import type { Traffic } from "./price-effect";
import { type Recent, recentGenerations, windowStart } from "./recent.server";

/** Since when generations were read, and how many of them ran on each model. */
export type Uses = { from: Date; byModel: ReadonlyMap<string, number> };

/** How much each model was used lately. A model is in use when it is in here. */
export async function modelUses(db: Db, recent: Recent): Promise<Uses> {
  const row = recentGenerations(db, recent);
  const rows = await db
    .select({
      model: sql<string>`${row.model}`,
      generations: sql<number>`count(*)::int`,
      oldest: sql<Date>`min(${row.startedAt})`.mapWith(row.startedAt),
    })
    .from(row)
    .groupBy(row.model);
  const count = rows.reduce((sum, { generations }) => sum + generations, 0);
  const oldest = rows.map((one) => one.oldest).sort((left, right) => left.getTime() - right.getTime())[0];
  return {
    from: windowStart(recent.now, count, oldest ?? null, recent.most),
    byModel: new Map(rows.map(({ model, generations }) => [model, generations])),
  };
}

/**
 * What ran on some models lately, for pricing it anew: sums of tokens, apart where a prompt is longer than a
 * threshold. Generations whose tokens nobody reported, and those billed to a key of one's own at the provider,
 * are in no tier.
 */
export async function modelTraffic(
  db: Db,
  recent: Recent,
  models: readonly string[],
  thresholds: readonly number[],
): Promise<Map<string, Traffic>> {
  if (models.length === 0) return new Map();
  const row = recentGenerations(db, recent);
  const isCounted = sql`${row.promptTokens} is not null and ${row.completionTokens} is not null and ${row.isByok} is not true`;
  // A threshold is strict: only a longer prompt is beyond it.
  const firsts = thresholds.map((threshold) => threshold + 1);
  const tier =
    firsts.length === 0
      ? sql`0`
      : sql`width_bucket(${row.promptTokens}, (select ${`{${firsts.join(",")}}`}::text::int[]))`;
  // What is part of something else is never more than it.
  const cached = sql`least(coalesce(${row.cachedTokens}, 0), ${row.promptTokens})`;
  const written = sql`least(coalesce(${row.cacheWriteTokens}, 0), ${row.promptTokens} - ${cached})`;
  const reasoning = sql`least(coalesce(${row.reasoningTokens}, 0), ${row.completionTokens})`;
  // Sums of integers stay far below what a double holds exactly.
  const sum = (tokens: SQLWrapper) => sql<number>`coalesce(sum(${tokens}), 0)::float8`;
  const rows = await db
    .select({
      model: sql<string>`${row.model}`,
      tier: sql<number | null>`(case when ${isCounted} then ${tier} end)::int`.as("tier"),
      requests: sql<number>`count(*)::int`,
      plainTokens: sum(sql`${row.promptTokens} - ${cached} - ${written}`),
      cachedTokens: sum(cached),
      cacheWriteTokens: sum(written),
      answerTokens: sum(sql`${row.completionTokens} - ${reasoning}`),
      reasoningTokens: sum(reasoning),
    })
    .from(row)
    .where(inArray(row.model, [...models]))
    .groupBy(sql`1`, sql`2`);
  const traffic = new Map<string, Traffic>();
  for (const { model, tier: position, ...sums } of rows) {
    const known = traffic.get(model) ?? { generations: 0, tiers: [] };
    known.generations += sums.requests;
    if (position !== null) known.tiers.push({ ...sums, promptTokens: firsts[position - 1] ?? 0 });
    traffic.set(model, known);
  }
  return traffic;
}
