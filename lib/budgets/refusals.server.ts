import "server-only";
import { and, eq, gt, isNull, lte, or } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import type { Db } from "@/lib/db/client.server";
import { budgetCount } from "@/lib/db/schema/budgets";

/** How exact the time of the last refusal is, milliseconds: counters are what all requests wait for, and refusals come in floods. */
const EXACT_TO = 60_000;

/**
 * Puts on record which budgets had no room for what was refused. What refuses takes back all that it wrote, so it is written
 * afterwards, outside of any transaction.
 */
export async function noteRefusals(
  db: Db,
  account: string,
  errors: readonly unknown[],
  at: Date,
): Promise<void> {
  const ids = errors.flatMap((error) =>
    error instanceof AppError && error.code === "budget_exceeded" ? (error.details.budget?.id ?? []) : [],
  );
  // One by one, so that none waits for a second counter with a first in hand.
  for (const id of new Set(ids))
    await db
      .update(budgetCount)
      .set({ refusedAt: at })
      .where(
        and(
          ...[eq(budgetCount.budgetId, id), eq(budgetCount.account, account), lte(budgetCount.startsAt, at)],
          or(isNull(budgetCount.endsAt), gt(budgetCount.endsAt, at)),
          or(isNull(budgetCount.refusedAt), lte(budgetCount.refusedAt, new Date(at.getTime() - EXACT_TO))),
        ),
      );
}
