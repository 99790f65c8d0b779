import "server-only";
import { and, eq, inArray, isNull, lte, or, sql } from "drizzle-orm";
import { newId } from "@/lib/core/ids";
import { cleanJson, cleanText } from "@/lib/core/storable";
import type { Transaction } from "@/lib/db/client.server";
import { alert, alertRule } from "@/lib/db/schema/alerts";
import { ensureDefaults } from "./defaults.server";
import { endingOf, endsToTell, mayComeBack } from "./endings";
import { judgeRule, type Sources } from "./judge-rule.server";
import type { Figures, Judgement, Observation } from "./judgement";
import type { RuleKind } from "./rules";
import { settleAlerts } from "./settle-alerts";
import { tellOpened, tellOver } from "./tell.server";

const MINUTE = 60_000;
/** How often a kind is judged. What reads much and changes seldom is judged seldom. */
const EVERY: Partial<Record<RuleKind, number>> = {
  anomaly: 10 * MINUTE,
  price_change: 10 * MINUTE,
  model_leaving: 10 * MINUTE,
};
/** The clock that asks is not exact. */
const EARLY = 10_000;

type Rule = typeof alertRule.$inferSelect;
export type Evaluation = Sources & { onError: (message: string, error: unknown) => void };

/**
 * Judges every rule that is due. Of instances that do so at once one writes what a rule came to: whoever finds that
 * it was judged meanwhile writes nothing. A rule that cannot be judged keeps no other from it.
 * @returns how many alerts were opened
 */
export async function evaluateAlerts(sources: Evaluation, now: Date): Promise<number> {
  const { db, onError } = sources;
  await ensureDefaults(db, now);
  const due = await db
    .select()
    .from(alertRule)
    .where(
      and(
        eq(alertRule.isEnabled, true),
        isNull(alertRule.deletedAt),
        or(isNull(alertRule.judgedAt), lte(alertRule.judgedAt, new Date(now.getTime() - MINUTE + EARLY))),
      ),
    )
    .orderBy(alertRule.createdAt);
  let opened = 0;
  for (const rule of due) {
    const every = EVERY[rule.kind] ?? MINUTE;
    if (rule.judgedAt !== null && now.getTime() - rule.judgedAt.getTime() < every - EARLY) continue;
    try {
      const judgement = await judgeRule(sources, rule, now);
      opened += await db.transaction((tx) => conclude(tx, sources.account, rule, judgement, now));
    } catch (error) {
      onError("an alert rule could not be judged", error);
    }
  }
  return opened;
}

/** Writes what a rule came to, unless it was judged or changed since its facts were read. */
async function conclude(
  tx: Transaction,
  account: string,
  { id, judgedAt }: Rule,
  { observations, note, away = [] }: Judgement,
  now: Date,
): Promise<number> {
  const [rule] = await tx
    .select()
    .from(alertRule)
    .where(
      and(
        eq(alertRule.id, id),
        eq(alertRule.isEnabled, true),
        isNull(alertRule.deletedAt),
        judgedAt === null ? isNull(alertRule.judgedAt) : eq(alertRule.judgedAt, judgedAt),
      ),
    )
    .for("no key update", { skipLocked: true });
  if (!rule) return 0;
  await tx.update(alertRule).set({ judgedAt: now, note }).where(eq(alertRule.id, id));
  const known = await knownOf(tx, account, id, observations ?? []);
  const here = known.filter(
    ({ figures: { budget } }) => typeof budget !== "string" || !away.includes(budget),
  );
  const { open, resolve } = settleAlerts(here, observations);
  for (const ended of resolve) {
    const { id: alertId, subject } = ended.alert;
    // A subject that may come back is given up, so that it is told again then.
    const isGivenUp = mayComeBack(rule.kind, ended, observations ?? []);
    await tx
      .update(alert)
      .set({
        ...{ state: "resolved", resolvedAt: now, ending: cleanText(endingOf(rule.kind, ended, now)) },
        ...(isGivenUp && { subject: `${subject}:until:${now.toISOString()}` }),
      })
      .where(and(eq(alert.id, alertId), eq(alert.state, "firing")));
  }
  if (rule.tellsOver) await tellOver(tx, endsToTell(rule.kind, resolve, observations ?? []), now);
  for (const observation of open) await openAlert(tx, account, rule, observation, now);
  return open.length;
}

async function knownOf(
  tx: Transaction,
  account: string,
  ruleId: string,
  observations: readonly Observation[],
) {
  const toldOnce = observations.flatMap(({ once, subject, level }) =>
    once && level === "over" ? subject : [],
  );
  return tx
    .select({
      ...{ id: alert.id, subject: alert.subject, state: alert.state },
      ...{ figures: alert.figures, isUrgent: alert.isUrgent },
    })
    .from(alert)
    .where(
      and(
        eq(alert.ruleId, ruleId),
        eq(alert.account, account),
        or(eq(alert.state, "firing"), toldOnce.length > 0 ? inArray(alert.subject, toldOnce) : undefined),
      ),
    );
}

async function openAlert(
  tx: Transaction,
  account: string,
  rule: Rule,
  { subject, title, sentence, link, figures, isQuiet }: Observation,
  now: Date,
): Promise<void> {
  const [opened] = await tx
    .insert(alert)
    .values({
      ...{ id: newId(), account, ruleId: rule.id, ruleName: rule.name, kind: rule.kind },
      ...{ isUrgent: rule.isUrgent, state: "firing", openedAt: now },
      ...{ subject: cleanText(subject), title: cleanText(title), sentence: cleanText(sentence), link },
      figures: cleanJson(figures) as Figures,
    })
    .onConflictDoNothing()
    .returning({ id: alert.id });
  if (!opened || isQuiet || rule.channels.length === 0) return;
  await tellOpened(tx, { id: opened.id, isUrgent: rule.isUrgent }, rule.channels, now);
}

/** Ends what is open of a rule that no longer looks. */
export const resolveOpen = (tx: Transaction, ruleId: string, now: Date) =>
  tx
    .update(alert)
    .set({ state: "resolved", resolvedAt: now })
    .where(and(eq(alert.ruleId, ruleId), sql`${alert.state} = 'firing'`));

/** Has open again what ended as its rule was taken away at an instant. */
export const reopen = (tx: Transaction, ruleId: string, removedAt: Date) =>
  tx
    .update(alert)
    .set({ state: "firing", resolvedAt: null })
    .where(
      and(
        eq(alert.ruleId, ruleId),
        eq(alert.state, "resolved"),
        eq(alert.resolvedAt, removedAt),
        isNull(alert.ending),
      ),
    );
