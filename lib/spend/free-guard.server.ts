import "server-only";
import { and, eq, gte, or, type SQL, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { within } from "@/lib/core/time";
import type { Db } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import type { ReadStatus, Status } from "@/lib/openrouter/status.server";
import { readSpendSettings } from "@/lib/team/spend-settings.server";
import { type FreeQuota, freeQuota, isFreeOnly, isSpent, midnight, type Told } from "./free-quota";

/** Tells why nothing should be sent for these models; null when nothing speaks against it, or nobody knows. */
export type FreeGuard = (models: readonly string[]) => Promise<AppError | null>;

type Options = {
  db: Db;
  account: string;
  status: Status;
  now: () => Date;
  onError: (message: string, error: unknown) => void;
};

/** How long a request waits to hear of the quota. It would be a pity to be late for a guess. */
const PATIENCE = 300;
/** So long a count is believed, milliseconds. */
const COUNT_KEPT = 2_000;
/** The upstream's own word that the day's quota is gone counts for so long; then one request tries again. */
const WORD_KEPT = 15 * 60_000;

/** Saves programs and people from asking free models when the upstream can only refuse. It never waits for long. */
export function createFreeGuard({ db, account, status, now, onError }: Options): FreeGuard {
  let known: { day: number; until: number; count: Promise<number> } | null = null;

  /** Counting reads all of the day: many requests share it. */
  function countToday(at: Date): Promise<number> {
    const day = midnight(at).getTime();
    if (known && known.day === day && at.getTime() < known.until) return known.count;
    const entry = { day, until: at.getTime() + COUNT_KEPT, count: countFree(db, account, at) };
    known = entry;
    entry.count.catch(() => {
      if (known === entry) known = null;
    });
    return entry.count;
  }

  return async (models) => {
    if (!isFreeOnly(models)) return null;
    try {
      const { freeModelGuard } = await readSpendSettings(db);
      if (!freeModelGuard) return null;
      const at = now();
      const told = toldOf(await within(PATIENCE, status()));
      const quota = freeQuota(await countToday(at), told, at);
      if (!isSpent(quota) && !(await wasRefused(db, account, at))) return null;
      const retryAfter = Math.ceil((quota.resetsAt.getTime() - at.getTime()) / 1_000);
      return new AppError("free_quota_spent", { retryAfter });
    } catch (error) {
      // Whatever is wrong with the guard, the request is not.
      onError("the free-model quota could not be looked up", error);
      return null;
    }
  };
}

/** What the upstream's own account of the key says of the quota. */
export const toldOf = (status: ReadStatus | null): Told | null =>
  status?.key
    ? {
        freeRequests: status.key.freeRequests,
        isFreeTier: status.key.isFreeTier,
        purchased: status.purchased,
        readAt: status.readAt,
      }
    : null;

/** What is used of today's quota, as far as it is known. */
export async function readFreeQuota(
  db: Db,
  { account, told, now }: { account: string; told: Told | null; now: Date },
): Promise<FreeQuota> {
  return freeQuota(await countFree(db, account, now), told, now);
}

const isFree = (model: SQL) => sql`(${model} like '%:free' or ${model} = 'openrouter/free')`;
const asksFree = sql`exists (select from unnest(${generation.models}) as asked where ${isFree(sql`asked`)})`;
const asksOnlyFree = sql`(cardinality(${generation.models}) > 0 and not exists (
  select from unnest(${generation.models}) as asked where not ${isFree(sql`asked`)}
))`;
/** Of a chain in which something is paid for, only what a free model answered. */
const usesQuota = sql`(${asksOnlyFree} or ${generation.model} is not null and ${isFree(sql`${generation.model}`)})`;

/** All that fits {@link usesQuota} and few besides, in the words of the index that finds them. */
const mayUseQuota = sql`${generation.upstreamId} is not null
  and (${isFree(sql`${generation.model}`)} or ${isFree(sql`${generation.models}[1]`)})`;

async function countFree(db: Db, account: string, now: Date): Promise<number> {
  const [row] = await countingFree(db, account, now);
  return row?.count ?? 0;
}

/** The question of how many free answers an account had today, not asked yet. */
export function countingFree(db: Pick<Db, "select">, account: string, now: Date) {
  // Those that came to a provider count for certain; what was turned away before may not.
  const isCounted = or(sql`${generation.failure} is null`, sql`${generation.failure} ->> 'by' = 'provider'`);
  const isTodays = and(eq(generation.account, account), gte(generation.startedAt, midnight(now)));
  return db
    .select({ count: sql<number>`count(*)::int` })
    .from(generation)
    .where(and(isTodays, mayUseQuota, usesQuota, isCounted));
}

/** Whether the upstream lately said that the day's quota is gone; only its words tell that from the minute's. */
async function wasRefused(db: Db, account: string, now: Date): Promise<boolean> {
  const since = new Date(Math.max(midnight(now).getTime(), now.getTime() - WORD_KEPT));
  const [row] = await db
    .select({ id: generation.id })
    .from(generation)
    .where(
      and(
        eq(generation.account, account),
        gte(generation.startedAt, since),
        asksFree,
        sql`${generation.failure} ->> 'code' = 'free_limit'`,
        sql`${generation.failure} ->> 'said' like '%free-models-per-day%'`,
      ),
    )
    .limit(1);
  return row !== undefined;
}
