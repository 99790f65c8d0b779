import "server-only";
import { and, eq, inArray, not, or, type SQL, sql } from "drizzle-orm";
import { seenBudgetIds } from "@/lib/budgets/budgets.server";
import type { Db } from "@/lib/db/client.server";
import { alert } from "@/lib/db/schema/alerts";
import { budgetAsk } from "@/lib/db/schema/budgets";
import { type Actor, isAllowed } from "@/lib/team/actor";
import { answerSubject } from "./ask-news";

/** Who looks at alerts, of which account, and when. */
export type Reader = Actor & { account: string; now: Date };

/** Those who may see all alerts see where they were told, too. */
export const seesAll = (reader: Reader): boolean => isAllowed(reader, "alerts:all");

/** Told to nobody but whoever asked, and through no channel. */
export const IS_ANSWER = eq(alert.kind, "budget_answer");

/**
 * Which alerts somebody may read, as a part of the statement that reads them: every open page asks how many are new. Those
 * who run the workspace: all but what is addressed to somebody else. Everyone else: that a budget which they may see is spent
 * up to a threshold, refuses or is stopped, and what was answered to their own requests.
 */
export function readableBy(db: Db, reader: Reader): SQL | undefined {
  const ofAccount = eq(alert.account, reader.account);
  const answers = db
    .select({ subject: sql`${answerSubject("")} || ${budgetAsk.id}::text` })
    .from(budgetAsk)
    .where(eq(budgetAsk.memberId, reader.memberId));
  const isOwnAnswer = and(IS_ANSWER, inArray(alert.subject, answers));
  // Whoever asked may run the workspace by now.
  if (seesAll(reader)) return and(ofAccount, or(not(IS_ANSWER), isOwnAnswer));
  const isOfOwn = inArray(sql`${alert.figures} ->> 'budget'`, seenBudgetIds(db, reader));
  return and(ofAccount, or(and(eq(alert.kind, "budget_threshold"), isOfOwn), isOwnAnswer));
}
