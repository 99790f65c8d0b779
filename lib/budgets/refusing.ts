import { ZERO } from "@/lib/core/money";
import type { Budget } from "./api";
import { ceilingAt } from "./figures";

/** How long a refusal says that a budget refuses, milliseconds: nobody may have asked since, or for less. */
export const LATELY = 3_600_000;

/** Whether a hard budget had no room for a request within the last hour, whatever its size. */
export const hasRefused = ({ hard, refusedAt }: Pick<Budget, "hard" | "refusedAt">, at: Date): boolean =>
  hard && refusedAt !== null && at.getTime() - refusedAt.getTime() < LATELY;

/**
 * Whether a budget refuses what is usual: nothing is left, or what it refused is no more than what was admitted within the
 * last hour. One request beyond all others, or beyond the whole budget, says nothing of the rest.
 */
export function isRefusing(budget: Budget, at: Date): boolean {
  const { limit, raise, left, refusedAmount, largestHold } = budget;
  if (!hasRefused(budget, at)) return false;
  if (left === ZERO || refusedAmount === null) return true;
  return (
    refusedAmount <= ceilingAt(limit, raise, at) && (largestHold === null || refusedAmount <= largestHold)
  );
}

/** Whether nothing is left: all is spent, or of a hard budget, which admits no more, spent and held. */
export function isUsedUp({ limit, raise, hard, spent, held }: Budget, at: Date): boolean {
  const used = hard ? spent + held : spent;
  return used > ZERO && used >= ceilingAt(limit, raise, at);
}
