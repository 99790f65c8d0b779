import "server-only";
import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { newId } from "@/lib/core/ids";
import type { Transaction } from "@/lib/db/client.server";
import { alertChannel, alertDelivery } from "@/lib/db/schema/alerts";
import type { AlertEvent } from "./channels";
import { speakersOf } from "./endings";
import type { Figures } from "./judgement";
import { releaseOf } from "./release";

type Told = { id: string; isUrgent: boolean };

/** Tells channels of an alert that was opened, each at its hours. */
export async function tellOpened(
  tx: Transaction,
  { id, isUrgent }: Told,
  channelIds: string[],
  now: Date,
): Promise<void> {
  const channels = await lockChannels(tx, channelIds);
  await tell(
    tx,
    "opened",
    channels.map((channel) => ({ alertId: id, isUrgent, channel })),
    now,
  );
}

/** Those that are there and switched on. Whoever changes one waits, so that what is held for it is let go by its own hours. */
const lockChannels = (tx: Transaction, ids: string[]) =>
  tx
    .select()
    .from(alertChannel)
    .where(
      and(inArray(alertChannel.id, ids), eq(alertChannel.isEnabled, true), isNull(alertChannel.deletedAt)),
    )
    .orderBy(asc(alertChannel.id))
    .for("share");

/**
 * Tells wherever alerts were told that they are over, of several about one thing the one that speaks for all there. What has
 * not gone out yet says so by itself, and where a message is on its way, nobody knows whether it did.
 */
export async function tellOver(
  tx: Transaction,
  alerts: readonly (Told & { figures: Figures })[],
  now: Date,
): Promise<void> {
  const ids = alerts.map(({ id }) => id);
  if (ids.length === 0) return;
  const opened = and(inArray(alertDelivery.alertId, ids), eq(alertDelivery.event, "opened"));
  const rows = await tx.selectDistinct({ id: alertDelivery.channelId }).from(alertDelivery).where(opened);
  if (rows.length === 0) return;
  const channels = await lockChannels(
    tx,
    rows.map(({ id }) => id),
  );
  // All of them, so that nobody begins to send one before this is written.
  const deliveries = await tx
    .select()
    .from(alertDelivery)
    .where(opened)
    .orderBy(asc(alertDelivery.id))
    .for("update");
  const telling = channels.flatMap((channel) => {
    const told = deliveries.flatMap((row) => {
      const about = row.channelId === channel.id && alerts.find(({ id }) => id === row.alertId);
      const isCertain = row.state === "sent" || row.sentTo.length > 0;
      return about && (isCertain || mayBeOut(row, channel)) ? [{ ...about, isCertain }] : [];
    });
    return speakersOf(told).map(({ id, isUrgent }) => ({ alertId: id, isUrgent, channel }));
  });
  await tell(tx, "over", telling, now);
}

type Row = typeof alertDelivery.$inferSelect;

/**
 * Whether a receiver may have what nobody knows to have got out. A webhook that answered too late has it, and drops what
 * comes again under the same id, whatever that says by then.
 */
const mayBeOut = ({ leaseOwner, attempts, nextAttemptAt }: Row, { kind }: Telling["channel"]): boolean =>
  leaseOwner !== null || (kind === "webhook" && attempts > 0 && nextAttemptAt !== null);

type Telling = { alertId: string; channel: typeof alertChannel.$inferSelect; isUrgent: boolean };

async function tell(tx: Transaction, event: AlertEvent, all: Telling[], now: Date): Promise<void> {
  if (all.length === 0) return;
  await tx.insert(alertDelivery).values(
    all.map(({ alertId, channel, isUrgent }) => {
      const id = newId();
      const about = { id, alertId, event, channelId: channel.id, messageId: id, createdAt: now };
      // What stands in the app is there at once.
      if (channel.kind === "in_app") return { ...about, state: "sent" as const, attempts: 1, sentAt: now };
      const { at, heldBy } = releaseOf(now, channel, isUrgent);
      const state = heldBy === null ? ("pending" as const) : ("held" as const);
      return { ...about, state, heldBy, nextAttemptAt: at };
    }),
  );
}
