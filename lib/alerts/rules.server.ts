import "server-only";
import { and, asc, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { Db, Transaction } from "@/lib/db/client.server";
import { alert, alertChannel, alertRule } from "@/lib/db/schema/alerts";
import type { Actor } from "@/lib/team/actor";
import type { AlertRule, AlertRuleList } from "./alerts-api";
import { type AlertRuleChange, type AlertRuleRequest, parseSettings } from "./alerts-request";
import { ensureDefaults } from "./defaults.server";
import { reopen, resolveOpen } from "./evaluate.server";
import { readSettings } from "./judge-rule.server";
import { hasEnd } from "./rules";

type Of = { account: string; now: Date };

/** All rules, the oldest first, with how many alerts of the account are open. */
export async function listRules(db: Db, { account, now }: Of): Promise<AlertRuleList> {
  await ensureDefaults(db, now);
  return { rules: await readRules(db, account) };
}

/** @throws AppError `not_found` */
export async function findRule(db: Db | Transaction, id: string, account: string): Promise<AlertRule> {
  const [rule] = await readRules(db, account, id);
  if (!rule) throw missing();
  return rule;
}

const missing = () => new AppError("not_found", {}, { message: "There is no such rule." });

async function readRules(db: Db | Transaction, account: string, id?: string): Promise<AlertRule[]> {
  const rows = await db
    .select()
    .from(alertRule)
    .where(and(isNull(alertRule.deletedAt), id === undefined ? undefined : eq(alertRule.id, id)))
    .orderBy(asc(alertRule.createdAt), asc(alertRule.id));
  const open = await db
    .select({ ruleId: alert.ruleId, count: sql<number>`count(*)::int` })
    .from(alert)
    .where(and(eq(alert.account, account), eq(alert.state, "firing")))
    .groupBy(alert.ruleId);
  const counts = new Map(open.map(({ ruleId, count }) => [ruleId, count]));
  const gone = await removedChannels(db);
  return rows.map(({ createdBy: _createdBy, deletedAt: _deletedAt, settings, ...rule }) => {
    const read = {
      settings: readSettings(rule.kind, settings),
      channels: rule.channels.filter((channel) => !gone.has(channel)),
      tellsOver: rule.tellsOver && hasEnd(rule.kind),
      open: counts.get(rule.id) ?? 0,
    };
    return { ...rule, ...read } as AlertRule;
  });
}

/** @throws AppError `invalid_request` for channels that are not there */
export async function createRule(
  tx: Transaction,
  actor: Actor,
  request: AlertRuleRequest,
  { account, now }: Of,
): Promise<AlertRule> {
  await requireChannels(tx, request.channels);
  const id = newId();
  await tx.insert(alertRule).values({ id, ...request, createdBy: actor.memberId, createdAt: now });
  return findRule(tx, id, account);
}

/**
 * Changes a rule. One that no longer looks has nothing open; what other settings make of what is open, the next judgement
 * says.
 * @throws AppError `not_found`, `invalid_request`; ZodError for settings that are not its kind's
 */
export async function changeRule(
  tx: Transaction,
  id: string,
  { settings, ...change }: AlertRuleChange,
  { account, now }: Of,
): Promise<AlertRule> {
  const [rule] = await tx
    .select()
    .from(alertRule)
    .where(and(eq(alertRule.id, id), isNull(alertRule.deletedAt)))
    .for("no key update");
  if (!rule) throw missing();
  if (change.channels) await requireChannels(tx, change.channels);
  const set = Object.fromEntries(
    Object.entries({
      ...change,
      settings: settings === undefined ? undefined : parseSettings(rule.kind, settings),
    }).filter(([, value]) => value !== undefined),
  );
  // Facts that are being read are of the rule as it was.
  await tx
    .update(alertRule)
    .set({ ...set, judgedAt: null, note: null })
    .where(eq(alertRule.id, id));
  if (change.isEnabled === false) await resolveOpen(tx, id, now);
  return findRule(tx, id, account);
}

/**
 * Takes a rule away, for a while so that it can be brought back; its alerts stay under the name that it had.
 * @throws AppError `not_found`
 */
export async function removeRule(tx: Transaction, id: string, { account, now }: Of): Promise<AlertRule> {
  const rule = await findRule(tx, id, account);
  const removed = await tx
    .update(alertRule)
    .set({ deletedAt: now })
    .where(and(eq(alertRule.id, id), isNull(alertRule.deletedAt)))
    .returning({ id: alertRule.id });
  if (removed.length === 0) throw missing();
  await resolveOpen(tx, id, now);
  return rule;
}

/**
 * Brings back a rule that was taken away, with what it has told and what was open: nothing of it is told again.
 * @throws AppError `not_found` once it is removed for good
 */
export async function restoreRule(tx: Transaction, id: string, { account }: Of): Promise<AlertRule> {
  const [rule] = await tx
    .select({ deletedAt: alertRule.deletedAt })
    .from(alertRule)
    .where(and(eq(alertRule.id, id), isNotNull(alertRule.deletedAt)))
    .for("no key update");
  if (!rule?.deletedAt) throw missing();
  await tx.update(alertRule).set({ deletedAt: null, judgedAt: null }).where(eq(alertRule.id, id));
  await reopen(tx, id, rule.deletedAt);
  return findRule(tx, id, account);
}

/** Channels that rules still name, so that they come back with them. */
async function removedChannels(db: Db | Transaction): Promise<Set<string>> {
  const rows = await db
    .select({ id: alertChannel.id })
    .from(alertChannel)
    .where(isNotNull(alertChannel.deletedAt));
  return new Set(rows.map(({ id }) => id));
}

/** A channel that is being removed is waited for, and then is none. */
async function requireChannels(tx: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await tx
    .select({ id: alertChannel.id })
    .from(alertChannel)
    .where(and(inArray(alertChannel.id, [...ids]), isNull(alertChannel.deletedAt)))
    .for("share");
  if (rows.length === ids.length) return;
  throw new AppError("invalid_request", {
    issues: [{ path: "channels", message: "names a channel that is not there" }],
  });
}
