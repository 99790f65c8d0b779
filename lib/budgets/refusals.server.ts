import "server-only";
import { and, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { parseUsd, type Usd } from "@/lib/core/money";
import type { Db } from "@/lib/db/client.server";
import { budgetCount } from "@/lib/db/schema/budgets";
import { LATELY } from "./refusing";

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
  const refused = new Map<string, { needed: Usd; left: Usd }>();
  for (const error of errors) {
    const about = error instanceof AppError && error.code === "budget_exceeded" ? error.details.budget : null;
    if (!about || about.needed === null) continue;
    const [needed, left] = [parseUsd(about.needed), parseUsd(about.left)];
    const other = refused.get(about.id);
    if (!other || needed < other.needed) refused.set(about.id, { needed, left });
  }
  // One by one, so that none waits for a second counter with a first in hand.
  for (const [id, { needed, left }] of refused) {
    const [amount, present] = [budgetCount.refusedAmount, sql.param(needed, budgetCount.refusedAmount)];
    const isStillTold = and(gt(budgetCount.refusedAt, ago(at, LATELY)), gt(amount, left));
    await db
      .update(budgetCount)
      .set({
        refusedAt: at,
        // What was refused before says more where it was less, and would not fit now either.
        refusedAmount: sql`case when ${isStillTold} then least(${amount}, ${present}) else ${present} end`,
      })
      .where(
        and(
          ...[eq(budgetCount.budgetId, id), eq(budgetCount.account, account), lte(budgetCount.startsAt, at)],
          or(isNull(budgetCount.endsAt), gt(budgetCount.endsAt, at)),
          or(
            isNull(budgetCount.refusedAt),
            lte(budgetCount.refusedAt, ago(at, EXACT_TO)),
            gt(amount, needed),
          ),
        ),
      );
  }
}

const ago = (at: Date, ms: number) => new Date(at.getTime() - ms);
