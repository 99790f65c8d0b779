import { parseUsd, type Usd } from "@/lib/core/money";

const DAY = 86_400_000;
/** So long after midnight the upstream may still tell of the day before, milliseconds. */
const LATE = 10 * 60_000;

/** Requests a day without and with credits ever bought; OpenRouter grants the larger one from $9 on, for the fees. */
const [FEW, MANY] = [50, 1_000] as const;
const ENOUGH = parseUsd("9");

/** Whether a request to it counts against the quota: free of charge by name. A suffix behind that may cost. */
export const isFreeModel = (id: string): boolean => id.endsWith(":free") || id === "openrouter/free";

/** Whether nothing that is paid for could answer instead. */
export const isFreeOnly = (models: readonly string[]): boolean =>
  models.length > 0 && models.every(isFreeModel);

/** What the upstream tells of the quota, as far as it does. */
export type Told = {
  freeRequests: { used: number; limit: number } | null;
  isFreeTier: boolean | null;
  /** Credits ever bought. */
  purchased: Usd | null;
  /** When it was asked. */
  readAt: Date;
};

export type FreeQuota = {
  /** Since the last midnight in UTC: what the ledger counts or the upstream tells, whichever is more. */
  used: number;
  /** Null when nobody tells. */
  limit: number | null;
  /** The next midnight in UTC. */
  resetsAt: Date;
};

/**
 * The free-model requests of an account today. The ledger knows of all that went through Patchbay at once, the
 * upstream of all programs, but minutes late; so the larger figure is the truer one.
 */
export function freeQuota(counted: number, told: Told | null, now: Date): FreeQuota {
  return {
    used: Math.max(counted, told === null ? 0 : usedOf(told, now)),
    limit: told === null ? null : limitOf(told),
    resetsAt: new Date(midnight(now).getTime() + DAY),
  };
}

/** What was told before this day's requests were counted is of the last one. */
function usedOf({ freeRequests, readAt }: Told, now: Date): number {
  const isOfToday = readAt.getTime() >= midnight(now).getTime() + LATE;
  return isOfToday ? (freeRequests?.used ?? 0) : 0;
}

function limitOf({ freeRequests, isFreeTier, purchased }: Told): number | null {
  if (freeRequests !== null) return freeRequests.limit;
  if (purchased !== null) return purchased >= ENOUGH ? MANY : FEW;
  // Whoever never bought any has the small one; whoever did may have bought less than it takes.
  return isFreeTier === true ? FEW : null;
}

/** Whether the next request would be refused by the upstream; never when that is not known. */
export const isSpent = ({ used, limit }: FreeQuota): boolean => limit !== null && used >= limit;

/** The midnight in UTC at which today's requests began to count. */
export const midnight = (now: Date): Date => new Date(Math.floor(now.getTime() / DAY) * DAY);
