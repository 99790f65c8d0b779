import "server-only";
import { and, eq, exists, inArray, isNull, ne, sql } from "drizzle-orm";
import type { BudgetAsk } from "@/lib/budgets/asks-api";
import { newId } from "@/lib/core/ids";
import { cleanJson, cleanText } from "@/lib/core/storable";
import type { Transaction } from "@/lib/db/client.server";
import { alert, alertRule } from "@/lib/db/schema/alerts";
import { budgetAsk } from "@/lib/db/schema/budgets";
import { type AskNews, answerNews, endOfRequest, LAPSED, requestNews, requestSubject } from "./ask-news";
import { ensureDefaults, IN_APP_ID } from "./defaults.server";
import { readSettings } from "./judge-rule.server";
import type { Figures } from "./judgement";
import { tellOpened } from "./tell.server";

type Options = { account: string; now: Date };

/**
 * Tells those who may answer a request for more, in the transaction that makes it: in the app, and once through each channel
 * that rules name for alerts about its budget.
 */
export async function tellAsked(tx: Transaction, ask: BudgetAsk, { account, now }: Options): Promise<void> {
  await ensureDefaults(tx, now);
  await endLapsed(tx, now);
  const row = rowOf("budget_request", requestNews(ask), account, now);
  await tx.insert(alert).values({ ...row, state: "firing" });
  await tellOpened(tx, row, await channelsOf(tx, ask.budgetId), now);
}

/** Tells who asked what was answered, in the app, and lets the request be over for everyone else. */
export async function tellAnswered(
  tx: Transaction,
  ask: BudgetAsk,
  { account, now }: Options,
): Promise<void> {
  await tx
    .update(alert)
    .set({ state: "resolved", resolvedAt: now, ending: cleanText(endOfRequest(ask)) })
    .where(and(IS_OPEN, eq(alert.subject, requestSubject(ask.id))));
  const news = answerNews(ask);
  if (news === null) return;
  // It stands in the app, for whoever asked, and goes nowhere else.
  const row = rowOf("budget_answer", news, account, now);
  await tx.insert(alert).values({ ...row, state: "resolved", resolvedAt: now });
}

const IS_OPEN = and(eq(alert.kind, "budget_request"), eq(alert.state, "firing"));

/** Whoever asks anew lets go of what they asked of an earlier period. */
const endLapsed = (tx: Transaction, now: Date) =>
  tx
    .update(alert)
    .set({ state: "resolved", resolvedAt: now, ending: LAPSED })
    .where(
      and(
        IS_OPEN,
        exists(
          tx
            .select({ one: sql`1` })
            .from(budgetAsk)
            .where(
              and(
                ne(budgetAsk.state, "open"),
                eq(alert.subject, sql`${requestSubject("")} || ${budgetAsk.id}::text`),
              ),
            ),
        ),
      ),
    );

function rowOf(kind: "budget_request" | "budget_answer", news: AskNews, account: string, now: Date) {
  const { subject, title, sentence, link, figures } = news;
  return {
    ...{ id: newId(), account, ruleId: null, ruleName: "", kind, isUrgent: false, subject, link },
    ...{ title: cleanText(title), sentence: cleanText(sentence), openedAt: now },
    figures: cleanJson(figures) as Figures,
  };
}

/** The app's own, and those of the rules that watch the budget, each once. */
async function channelsOf(tx: Transaction, budgetId: string): Promise<string[]> {
  const kinds = ["budget_threshold", "budget_forecast"] as const;
  const rules = await tx
    .select()
    .from(alertRule)
    .where(
      and(inArray(alertRule.kind, [...kinds]), eq(alertRule.isEnabled, true), isNull(alertRule.deletedAt)),
    );
  const watching = rules.filter(({ kind, settings }) => {
    const { budgets } = readSettings(kind as (typeof kinds)[number], settings);
    return budgets === null || budgets.includes(budgetId);
  });
  return [...new Set([IN_APP_ID, ...watching.flatMap(({ channels }) => channels)])];
}
