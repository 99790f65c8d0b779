import "server-only";
import {
  and,
  asc,
  eq,
  exists,
  inArray,
  isNotNull,
  isNull,
  lte,
  ne,
  not,
  notInArray,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import { newId } from "@/lib/core/ids";
import type { Db, Transaction } from "@/lib/db/client.server";
import { alertChannel, alertDelivery } from "@/lib/db/schema/alerts";
import { composeMessage, onTheWay } from "./compose.server";
import type { Message } from "./message";
import { MOST_ATTEMPTS, retryAt } from "./release";
import type { Sender, Sent } from "./sender.server";

/** Longer than sending can take, by mail a minute and a half; whoever dies meanwhile leaves the message to others after it. */
const LEASE = 2 * 60_000;
/** Alerts of one message. */
const AT_ONCE = 200;

type Channel = typeof alertChannel.$inferSelect;
type Row = typeof alertDelivery.$inferSelect;
type Claim = { owner: string; channel: Channel; rows: Row[]; messageId: string };

export type Delivering = {
  db: Db;
  sender: Pick<Sender, "send">;
  /** Where this Patchbay is opened, without a slash at its end. */
  url: string;
  now: () => Date;
};

/**
 * Sends what is due, one message after the other, until nothing is or the patience is over. A message belongs to whoever
 * claims it: several at once, anywhere, share the work and send nothing twice.
 * @param patience milliseconds
 * @param signal begins no further message once it is aborted
 * @returns how many messages arrived
 */
export async function deliverAlerts(
  delivering: Delivering,
  patience: number,
  signal?: AbortSignal,
): Promise<number> {
  const { db, sender, now, url } = delivering;
  const until = now().getTime() + patience;
  // A channel that does not answer is left alone until the next time, and keeps no other waiting.
  const away = new Set<string>();
  let sent = 0;
  do {
    const claim = await claimMessage(db, now(), away);
    if (claim === null) break;
    const message = await composeMessage(db, claim, url, now());
    const outcome = await sendOrSay(sender, claim, message);
    await noteOutcome(db, claim, message, outcome, now());
    if (outcome.ok) sent += 1;
    else if (outcome.isPassing) away.add(claim.channel.id);
  } while (now().getTime() < until && !signal?.aborted);
  return sent;
}

const NEVER_ENDED: Sent = {
  ...{ ok: false, isPassing: false, sentTo: [] },
  said: "It was begun again and again, and no attempt came to an end.",
};
const BUG: Sent = { ...NEVER_ENDED, isPassing: true, said: "Patchbay failed to send this." };

/** What ends a process each time it is sent must not be sent for ever. */
async function sendOrSay(
  sender: Delivering["sender"],
  { channel, rows }: Claim,
  message: Message,
): Promise<Sent> {
  const sentTo = rows[0]?.sentTo ?? [];
  if (attemptsOf(rows) > MOST_ATTEMPTS) return { ...NEVER_ENDED, sentTo };
  return sender.send(channel, message, sentTo).catch(() => ({ ...BUG, sentTo }));
}

const attemptsOf = (rows: readonly Row[]): number => Math.max(...rows.map(({ attempts }) => attempts));

const isDue = (db: Db | Transaction, now: Date): SQL | undefined =>
  and(
    isNotNull(alertDelivery.nextAttemptAt),
    lte(alertDelivery.nextAttemptAt, now),
    or(isNull(alertDelivery.leaseUntil), lte(alertDelivery.leaseUntil, now)),
    // That something is over waits until the message that it began is out, or given up.
    or(ne(alertDelivery.event, "over"), not(exists(onTheWay(db, "opened")))),
  );

/**
 * Takes the next message. What was held for a channel and was never tried goes out as one; once tried, a message keeps
 * what it has.
 * @param away channels of which nothing is taken
 */
export async function claimMessage(
  db: Db,
  now: Date,
  away: ReadonlySet<string> = new Set(),
): Promise<Claim | null> {
  return db.transaction(async (tx) => {
    const due = tx
      .select({ one: sql`1` })
      .from(alertDelivery)
      .where(and(eq(alertDelivery.channelId, alertChannel.id), isDue(tx, now)));
    // The channel is claimed first, so that what is gathered for it is gathered by one.
    const [channel] = await tx
      .select()
      .from(alertChannel)
      .where(
        and(
          ...[eq(alertChannel.isEnabled, true), isNull(alertChannel.deletedAt)],
          ...[notInArray(alertChannel.id, [...away]), sql`exists (${due})`],
        ),
      )
      .orderBy(asc(alertChannel.id))
      .limit(1)
      .for("no key update", { skipLocked: true });
    if (!channel) return null;
    const rows = await tx
      .select()
      .from(alertDelivery)
      .where(and(eq(alertDelivery.channelId, channel.id), isDue(tx, now)))
      .orderBy(asc(alertDelivery.nextAttemptAt), asc(alertDelivery.createdAt), asc(alertDelivery.id))
      .limit(AT_ONCE)
      .for("update", { skipLocked: true });
    const [first] = rows;
    if (!first) return null;
    const isNew = ({ heldBy, attempts }: Row) => heldBy !== null && attempts === 0;
    const taken = isNew(first) ? rows.filter(isNew) : await wholeMessage(tx, first.messageId);
    if (taken === null) return null;
    const [owner, messageId] = [newId(), first.messageId];
    const claimed = await tx
      .update(alertDelivery)
      .set({
        ...{ messageId, leaseOwner: owner, leaseUntil: new Date(now.getTime() + LEASE) },
        attempts: sql`${alertDelivery.attempts} + 1`,
      })
      .where(
        inArray(
          alertDelivery.id,
          taken.map(({ id }) => id),
        ),
      )
      .returning();
    return { owner, channel, rows: claimed, messageId };
  });
}

/** All that a message has, for under one id nothing else goes out; null while a part of it is in somebody's hands. */
async function wholeMessage(tx: Transaction, messageId: string): Promise<Row[] | null> {
  const isPart = and(eq(alertDelivery.messageId, messageId), isNotNull(alertDelivery.nextAttemptAt));
  const rows = await tx.select().from(alertDelivery).where(isPart).for("update", { skipLocked: true });
  return rows.length === (await tx.$count(alertDelivery, isPart)) ? rows : null;
}

/** Puts on record what became of a message, unless its lease has passed to somebody else meanwhile. */
async function noteOutcome(
  db: Db,
  { owner, channel, rows }: Claim,
  { alerts }: Message,
  { ok, said, isPassing, sentTo }: Sent,
  now: Date,
): Promise<void> {
  const isUrgent = alerts.some((one) => one.isUrgent);
  const again =
    ok || !isPassing ? null : retryAt(now, attemptsOf(rows), isUrgent ? null : channel.quietHours);
  const state = ok ? "sent" : again === null ? "failed" : "pending";
  await db.transaction(async (tx) => {
    const noted = await tx
      .update(alertDelivery)
      .set({
        ...{ state, nextAttemptAt: again, leaseOwner: null, leaseUntil: null, sentTo },
        ...{ error: ok ? null : said, sentAt: ok ? now : null },
      })
      // In the order of whoever tells that something is over, so that neither waits for the other for ever.
      .where(
        inArray(
          alertDelivery.id,
          tx
            .select({ id: alertDelivery.id })
            .from(alertDelivery)
            .where(eq(alertDelivery.leaseOwner, owner))
            .orderBy(asc(alertDelivery.id))
            .for("update"),
        ),
      )
      .returning({ alertId: alertDelivery.alertId, event: alertDelivery.event });
    if (state === "failed" && sentTo.length === 0)
      await dropEnds(
        tx,
        channel.id,
        noted.flatMap(({ alertId, event }) => (event === "opened" && alertId !== null ? alertId : [])),
      );
  });
}

/** Nobody there heard that these began, so nobody is told that they are over; sent again, the first message says so itself. */
async function dropEnds(tx: Transaction, channelId: string, alertIds: string[]): Promise<void> {
  if (alertIds.length === 0) return;
  await tx
    .delete(alertDelivery)
    .where(
      and(
        ...[eq(alertDelivery.channelId, channelId), inArray(alertDelivery.alertId, alertIds)],
        ...[eq(alertDelivery.event, "over"), isNotNull(alertDelivery.nextAttemptAt)],
      ),
    );
}

/** Sends a test to a channel now, and puts on record what became of it. */
export async function sendTest(
  { db, sender, now }: Omit<Delivering, "url">,
  channel: Channel,
): Promise<{ ok: boolean; said: string }> {
  const [id, at] = [newId(), now()];
  const { ok, said } = await sender.send(channel, { id, type: "test", at, alerts: [] });
  await db.insert(alertDelivery).values({
    ...{ id, channelId: channel.id, messageId: id, state: ok ? "sent" : "failed", attempts: 1 },
    ...{ error: ok ? null : said, createdAt: at, sentAt: ok ? now() : null },
  });
  return { ok, said };
}
