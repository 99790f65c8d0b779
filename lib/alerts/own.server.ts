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
 * Which alerts somebody may read. Those who run the workspace: all but what is addressed to one person. Everyone else: that
 * a budget which they may see is spent up to a threshold, refuses or is stopped, and what was answered to their own requests.
 */
export async function readableBy(db: Db, reader: Reader): Promise<SQL | undefined> {
  const ofAccount = eq(alert.account, reader.account);
  if (seesAll(reader)) return and(ofAccount, ne(alert.kind, "budget_answer"));
  const { budgets } = await listBudgets(db, reader, reader);
  const asks = await db
    .select({ id: budgetAsk.id })
    .from(budgetAsk)
    .where(eq(budgetAsk.memberId, reader.memberId));
  const ids = budgets.map(({ id }) => id);
  const subjects = asks.map(({ id }) => answerSubject(id));
  return and(
    ofAccount,
    or(
      and(eq(alert.kind, "budget_threshold"), inArray(sql`${alert.figures} ->> 'budget'`, ids)),
      and(eq(alert.kind, "budget_answer"), inArray(alert.subject, subjects)),
    ),
  );
}
