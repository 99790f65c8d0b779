import "server-only";
import { and, desc, eq, getTableColumns, gt, inArray, isNull, lt, max, or, type SQL, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import type { Db } from "@/lib/db/client.server";
import { alert, alertChannel, alertDelivery, alertRule, alertSeen } from "@/lib/db/schema/alerts";
import type { Alert, AlertDeliveryPage, AlertPage, UnreadAlerts } from "./alerts-api";
import type { AlertDeliveryQuery, AlertQuery } from "./alerts-request";
import { IN_APP_ID } from "./defaults.server";
import { IS_ANSWER, type Reader, readableBy, seesAll } from "./own.server";
import { MOST_UNREAD } from "./unread-api";

type Delivery = Alert["deliveries"][number];

const DELIVERY = {
  id: alertDelivery.id,
  channel: { id: alertChannel.id, kind: alertChannel.kind, name: alertChannel.name },
  event: alertDelivery.event,
  state: alertDelivery.state,
  attempts: alertDelivery.attempts,
  nextAttemptAt: alertDelivery.nextAttemptAt,
  heldBy: alertDelivery.heldBy,
  error: alertDelivery.error,
  createdAt: alertDelivery.createdAt,
  sentAt: alertDelivery.sentAt,
};

/** The log of a channel that was taken away is not shown, and comes back with it. */
const IS_THERE = and(eq(alertChannel.id, alertDelivery.channelId), isNull(alertChannel.deletedAt));

/**
 * The alerts that somebody may read, the latest first; of what is over, what has just ended. By which rule they were found and
 * where they were told is for those who may see all of them.
 */
export async function listAlerts(
  db: Db,
  reader: Reader,
  { state, before, limit }: AlertQuery,
): Promise<AlertPage> {
  // Before the list, so that nothing counts as shown that is not in it.
  const readable = readableBy(db, reader);
  const told = await toldUntil(db, reader, readable);
  const when = state === "resolved" ? alert.resolvedAt : alert.openedAt;
  const rows = await db
    .select({ ...getTableColumns(alert), ruleId: alertRule.id })
    .from(alert)
    .leftJoin(alertRule, and(eq(alertRule.id, alert.ruleId), isNull(alertRule.deletedAt)))
    .where(and(readable, state && eq(alert.state, state), await earlierThan(db, when, before)))
    .orderBy(desc(when), desc(alert.id))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const isWhole = seesAll(reader);
  const deliveries = await deliveriesOf(db, isWhole ? page.map(({ id }) => id) : []);
  return {
    alerts: page.map(({ account: _account, ...row }) => ({
      ...row,
      ...(!isWhole && { ruleId: null, ruleName: "" }),
      deliveries: deliveries.get(row.id) ?? [],
    })),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    seenUntil: await seenUntil(db, reader.memberId),
    toldUntil: told,
  };
}

/** When something was last told in the app: what went there, and answers; to those who do not see all of it, what opened. */
async function toldUntil(db: Db, reader: Reader, readable: SQL | undefined): Promise<Date | null> {
  const isWhole = seesAll(reader);
  const [opened] = await db
    .select({ at: max(alert.openedAt) })
    .from(alert)
    .where(and(readable, isWhole ? IS_ANSWER : undefined));
  const answered = opened?.at ?? null;
  if (!isWhole) return answered;
  const [last] = await db
    .select({ at: alertDelivery.createdAt })
    .from(alertDelivery)
    .innerJoin(alert, eq(alert.id, alertDelivery.alertId))
    .where(and(eq(alertDelivery.channelId, IN_APP_ID), readable))
    .orderBy(desc(alertDelivery.createdAt))
    .limit(1);
  return last && (answered === null || last.at > answered) ? last.at : answered;
}

async function deliveriesOf(db: Db, ids: string[]): Promise<Map<string, Delivery[]>> {
  const found = new Map<string, Delivery[]>();
  if (ids.length === 0) return found;
  const rows = await db
    .select({ ...DELIVERY, alertId: alertDelivery.alertId })
    .from(alertDelivery)
    .innerJoin(alertChannel, IS_THERE)
    .where(inArray(alertDelivery.alertId, ids))
    .orderBy(alertChannel.createdAt, alertDelivery.createdAt, alertDelivery.id);
  for (const { alertId, ...row } of rows) {
    if (alertId === null) continue;
    found.set(alertId, [...(found.get(alertId) ?? []), row]);
  }
  return found;
}

async function earlierThan(
  db: Db,
  when: typeof alert.openedAt | typeof alert.resolvedAt,
  id: string | undefined,
): Promise<SQL | undefined> {
  if (id === undefined) return undefined;
  const [seen] = await db.select({ at: when }).from(alert).where(eq(alert.id, id));
  return seen?.at ? or(lt(when, seen.at), and(eq(when, seen.at), lt(alert.id, id))) : undefined;
}

async function seenUntil(db: Db, memberId: string): Promise<Date | null> {
  const [seen] = await db
    .select({ until: alertSeen.until })
    .from(alertSeen)
    .where(eq(alertSeen.memberId, memberId));
  return seen?.until ?? null;
}

/** Of how many alerts something was told in the app since whoever asks looked; counted up to a bound. */
export async function countUnread(db: Db, reader: Reader): Promise<UnreadAlerts> {
  const seen = sql`coalesce((select until from alert_seen where member_id = ${reader.memberId}), '-infinity')`;
  const readable = readableBy(db, reader);
  const rows = (seesAll(reader) ? toldInApp(db, readable, seen) : opened(db, readable, seen))
    .limit(MOST_UNREAD)
    .as("unread");
  const [found] = await db.select({ unread: sql<number>`count(*)::int` }).from(rows);
  return { unread: found?.unread ?? 0 };
}

function toldInApp(db: Db, readable: SQL | undefined, since: SQL) {
  const told = db
    .select({ id: alertDelivery.alertId })
    .from(alertDelivery)
    .where(and(eq(alertDelivery.channelId, IN_APP_ID), gt(alertDelivery.createdAt, since)));
  return db
    .selectDistinct({ what: sql`${alert.id}::text`.as("what") })
    .from(alert)
    .where(and(readable, or(inArray(alert.id, told), and(IS_ANSWER, gt(alert.openedAt, since)))));
}

/** Thresholds of a budget that are passed at once are one piece of news. */
const opened = (db: Db, readable: SQL | undefined, since: SQL) =>
  db
    .selectDistinct({
      what: sql`(${alert.figures} ->> 'budget', ${alert.kind}, ${alert.openedAt})::text`.as("what"),
    })
    .from(alert)
    .where(and(readable, gt(alert.openedAt, since)));

/** Notes up to when somebody has seen the alerts; never back. */
export async function markSeen(db: Db, memberId: string, until: Date, now: Date): Promise<void> {
  // What has not come yet has not been seen.
  const seen = until < now ? until : now;
  await db
    .insert(alertSeen)
    .values({ memberId, until: seen })
    .onConflictDoUpdate({
      target: alertSeen.memberId,
      set: { until: sql`greatest(${alertSeen.until}, excluded.until)` },
    });
}

/** What was sent, is to be sent, or was given up: the latest first. */
export async function listDeliveries(
  db: Db,
  account: string,
  { channel, state, before, limit }: AlertDeliveryQuery,
): Promise<AlertDeliveryPage> {
  const rows = await db
    .select({ ...DELIVERY, alert: { id: alert.id, title: alert.title, kind: alert.kind } })
    .from(alertDelivery)
    .innerJoin(alertChannel, IS_THERE)
    .leftJoin(alert, eq(alert.id, alertDelivery.alertId))
    .where(
      and(
        channel === undefined ? undefined : eq(alertDelivery.channelId, channel),
        state && eq(alertDelivery.state, state),
        // Tests belong to no account.
        or(sql`${alertDelivery.alertId} is null`, eq(alert.account, account)),
        await createdBefore(db, before),
      ),
    )
    .orderBy(desc(alertDelivery.createdAt), desc(alertDelivery.id))
    .limit(limit + 1);
  const deliveries = rows.slice(0, limit);
  return { deliveries, next: rows.length > limit ? (deliveries.at(-1)?.id ?? null) : null };
}

async function createdBefore(db: Db, id: string | undefined): Promise<SQL | undefined> {
  if (id === undefined) return undefined;
  const { createdAt, id: own } = alertDelivery;
  const [seen] = await db.select({ at: createdAt }).from(alertDelivery).where(eq(own, id));
  return seen && or(lt(createdAt, seen.at), and(eq(createdAt, seen.at), lt(own, id)));
}

/**
 * Has a message that was given up tried again, from the first attempt on; alerts that were gathered in it stay together.
 * @throws AppError `not_found`, `conflict` for one that was not given up
 */
export async function retryDelivery(db: Db, id: string, now: Date): Promise<void> {
  const [row] = await db.select().from(alertDelivery).where(eq(alertDelivery.id, id));
  if (!row) throw new AppError("not_found", {}, { message: "There is no such delivery." });
  const conflict = (message: string) => new AppError("conflict", {}, { message });
  if (row.alertId === null) throw conflict("A test is not sent again. Send a new one.");
  const channels = db
    .select({ id: alertChannel.id })
    .from(alertChannel)
    .where(
      and(
        ...[eq(alertChannel.id, row.channelId), eq(alertChannel.isEnabled, true)],
        isNull(alertChannel.deletedAt),
      ),
    );
  const retried = await db
    .update(alertDelivery)
    .set({ state: "pending", attempts: 0, heldBy: null, nextAttemptAt: now, error: null })
    .where(
      and(
        eq(alertDelivery.messageId, row.messageId),
        eq(alertDelivery.state, "failed"),
        inArray(alertDelivery.channelId, channels),
      ),
    )
    .returning({ id: alertDelivery.id });
  if (retried.length === 0)
    throw conflict("Only what was given up can be sent again, through a channel that is switched on.");
}
