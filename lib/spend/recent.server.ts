import "server-only";
import { and, desc, eq, gte, type SQL, sql } from "drizzle-orm";
import type { CatalogModel } from "@/lib/catalog/model";
import type { Db } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { countedModel } from "@/lib/ledger/counted-model.server";

export const RECENT_DAYS = 30;
const DAY = 86_400_000;

/** So many generations are read at most: a busy account's window is shorter, and says so. */
export const MOST_RECENT = 50_000;

/** Whose generations, up to when, and by which names they are known. */
export type Recent = {
  account: string;
  now: Date;
  /** Whose alone; left out for everyone's. */
  memberId?: string | undefined;
  models: readonly Pick<CatalogModel, "id" | "canonicalSlug">[];
  /** For tests. */
  most?: number;
};

/**
 * The latest generations of an account, each under the catalogue's id of the model it counts for: answers come
 * under dated names, and what was never answered under the id that was asked for, steering variants included.
 */
export function recentGenerations(db: Db, { account, memberId, now, models, most = MOST_RECENT }: Recent) {
  return db
    .select({
      model: listedAs(models).as("model"),
      startedAt: generation.startedAt,
      state: generation.state,
      isByok: generation.isByok,
      estimate: generation.estimate,
      cost: generation.cost,
      promptTokens: generation.promptTokens,
      completionTokens: generation.completionTokens,
      reasoningTokens: generation.reasoningTokens,
      cachedTokens: generation.cachedTokens,
      cacheWriteTokens: generation.cacheWriteTokens,
      ttftMs: generation.ttftMs,
      durationMs: generation.durationMs,
    })
    .from(generation)
    .where(
      and(
        eq(generation.account, account),
        memberId === undefined ? undefined : eq(generation.memberId, memberId),
        gte(generation.startedAt, recentSince(now)),
      ),
    )
    .orderBy(desc(generation.startedAt), desc(generation.id))
    .limit(most)
    .as("recent");
}

export const recentSince = (now: Date): Date => new Date(now.getTime() - RECENT_DAYS * DAY);

/** From when on generations were really read. */
export const windowStart = (now: Date, count: number, oldest: Date | null, most = MOST_RECENT): Date =>
  count < most || oldest === null ? recentSince(now) : oldest;

function listedAs(models: Recent["models"]): SQL<string> {
  const ids = new Set(models.map(({ id }) => id));
  const dated = models.filter(
    ({ id, canonicalSlug }) => canonicalSlug !== null && !ids.has(canonicalSlug) && !/[:~]/.test(id),
  );
  const names = JSON.stringify(Object.fromEntries(dated.map(({ id, canonicalSlug }) => [canonicalSlug, id])));
  const plain = sql`case when ${countedModel} like '%:%' then regexp_replace(${countedModel}, ':(nitro|floor|exacto|online)(?=:|$)', '', 'g') else ${countedModel} end`;
  return sql<string>`coalesce(${names}::text::jsonb ->> (${plain}), ${plain})`;
}
