import { ZERO } from "@/lib/core/money";
import type { Budget } from "./api";
import { ceilingAt } from "./figures";

/** How long a refusal says that a budget refuses, milliseconds: nobody may have asked since, or for less. */
const LATELY = 3_600_000;

/** Whether a hard budget had no room for a request within the last hour. */
export const hasRefused = ({ hard, refusedAt }: Pick<Budget, "hard" | "refusedAt">, at: Date): boolean =>
  hard && refusedAt !== null && at.getTime() - refusedAt.getTime() < LATELY;

/** Whether nothing is left: all is spent, or of a hard budget, which admits no more, spent and held. */
export function isUsedUp({ limit, raise, hard, spent, held }: Budget, at: Date): boolean {
  const used = hard ? spent + held : spent;
  return used > ZERO && used >= ceilingAt(limit, raise, at);
}
