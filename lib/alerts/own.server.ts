import "server-only";
import { and, eq, inArray, ne, or, type SQL, sql } from "drizzle-orm";
import { listBudgets } from "@/lib/budgets/budgets.server";
import type { Db } from "@/lib/db/client.server";
import { alert } from "@/lib/db/schema/alerts";
import { budgetAsk } from "@/lib/db/schema/budgets";
import { type Actor, isAllowed } from "@/lib/team/actor";
import { answerSubject } from "./ask-news";

/** Who looks at alerts, of which account, and when. */
export type Reader = Actor & { account: string; now: Date };

/** Those who may see all alerts see where they were told, too. */
export const seesAll = (reader: Reader): boolean => isAllowed(reader, "alerts:all");

/**
 * Which alerts somebody may read. Those who run the workspace: all but what is addressed to somebody else. Everyone else: that
 * a budget which they may see is spent up to a threshold, refuses or is stopped, and what was answered to their own requests.
 */
export async function readableBy(db: Db, reader: Reader): Promise<SQL | undefined> {
  const ofAccount = eq(alert.account, reader.account);
  const asks = await db
    .select({ id: budgetAsk.id })
    .from(budgetAsk)
    .where(eq(budgetAsk.memberId, reader.memberId));
  const subjects = asks.map(({ id }) => answerSubject(id));
  const isOwnAnswer = and(eq(alert.kind, "budget_answer"), inArray(alert.subject, subjects));
  // Whoever asked may run the workspace by now.
  if (seesAll(reader)) return and(ofAccount, or(ne(alert.kind, "budget_answer"), isOwnAnswer));
  const { budgets } = await listBudgets(db, reader, reader);
  const ids = budgets.map(({ id }) => id);
  return and(
    ofAccount,
    or(
      and(eq(alert.kind, "budget_threshold"), inArray(sql`${alert.figures} ->> 'budget'`, ids)),
      isOwnAnswer,
    ),
  );
}
