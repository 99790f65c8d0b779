import "server-only";
import { and, asc, desc, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { Db, Transaction } from "@/lib/db/client.server";
import { alertChannel, alertDelivery } from "@/lib/db/schema/alerts";
import type { Actor } from "@/lib/team/actor";
import type { AlertChannel, AlertChannelSaved } from "./alerts-api";
import type { AlertChannelChange, AlertChannelRequest } from "./alerts-request";
import { ensureDefaults } from "./defaults.server";
import { maskAddress } from "./mask-address";
import { releaseOf } from "./release";
import type { Sender } from "./sender.server";
import { newSecret } from "./signature.server";

type Row = typeof alertChannel.$inferSelect;
export type Judge = Pick<Sender, "problemOf">;

/** All channels, the app itself first; addresses masked. */
export async function listChannels(db: Db, judge: Judge, now: Date): Promise<AlertChannel[]> {
  await ensureDefaults(db, now);
  return readChannels(db, judge);
}

/** A channel with what it sends by: for sending only. @throws AppError `not_found` */
export async function requireChannel(db: Db | Transaction, id: string): Promise<Row> {
  const [row] = await db.select().from(alertChannel).where(isThere(id));
  if (!row) throw missing();
  return row;
}

const isThere = (id: string) => and(eq(alertChannel.id, id), isNull(alertChannel.deletedAt));

const missing = () => new AppError("not_found", {}, { message: "There is no such channel." });

async function readChannels(db: Db | Transaction, judge: Judge, id?: string): Promise<AlertChannel[]> {
  const rows = await db
    .select()
    .from(alertChannel)
    .where(id === undefined ? isNull(alertChannel.deletedAt) : isThere(id))
    .orderBy(sql`${alertChannel.kind} <> 'in_app'`, asc(alertChannel.createdAt), asc(alertChannel.id));
  return Promise.all(
    rows.map(async ({ secret: _secret, createdBy: _createdBy, deletedAt: _deletedAt, address, ...row }) => ({
      ...row,
      address: address === null ? null : maskAddress(address),
      problem: judge.problemOf({ kind: row.kind, address }),
      last: await lastOf(db, row.id),
    })),
  );
}

/** What the last message that was tried came to. */
async function lastOf(db: Db | Transaction, channelId: string): Promise<AlertChannel["last"]> {
  const [last] = await db
    .select({
      state: alertDelivery.state,
      at: alertDelivery.createdAt,
      sentAt: alertDelivery.sentAt,
      error: alertDelivery.error,
    })
    .from(alertDelivery)
    .where(and(eq(alertDelivery.channelId, channelId), sql`${alertDelivery.attempts} > 0`))
    .orderBy(desc(alertDelivery.createdAt), desc(alertDelivery.id))
    .limit(1);
  return last ? { state: last.state, at: last.sentAt ?? last.at, error: last.error } : null;
}

async function answer(tx: Transaction, judge: Judge, id: string, secret: string | null) {
  const [channel] = await readChannels(tx, judge, id);
  if (!channel) throw missing();
  return { channel, secret };
}

/** An address that can never be sent to is better said now. */
function requireReach(judge: Judge, { kind, address }: Pick<Row, "kind" | "address">): void {
  if (kind === "email" || kind === "in_app") return;
  const problem = judge.problemOf({ kind, address });
  if (problem === null) return;
  throw new AppError("invalid_request", { issues: [{ path: "address", message: problem }] });
}

/** Makes a channel; the secret of a webhook is in this answer only. @throws AppError `invalid_request` */
export async function createChannel(
  tx: Transaction,
  judge: Judge,
  actor: Actor,
  request: AlertChannelRequest,
  now: Date,
): Promise<AlertChannelSaved> {
  const [id, secret] = [newId(), request.kind === "webhook" ? newSecret() : null];
  const target = { addresses: [] as string[], address: null as string | null, ...request };
  requireReach(judge, target);
  await tx
    .insert(alertChannel)
    .values({ ...target, ...{ id, secret, createdBy: actor.memberId, createdAt: now } });
  return answer(tx, judge, id, secret);
}

/**
 * Changes a channel. What is held for it is let go by its new hours; what waits for one that is switched off is given up.
 * @throws AppError `not_found`, `invalid_request` for what its kind does not have
 */
export async function changeChannel(
  tx: Transaction,
  judge: Judge,
  id: string,
  { rotateSecret, ...change }: AlertChannelChange,
  now: Date,
): Promise<AlertChannelSaved> {
  const [row] = await tx.select().from(alertChannel).where(isThere(id)).for("no key update");
  if (!row) throw missing();
  refuseForeign(row, { rotateSecret, ...change });
  const secret = rotateSecret ? newSecret() : null;
  const set = Object.fromEntries(
    Object.entries({ ...change, ...(secret !== null && { secret }) }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  const next: Row = { ...row, ...set };
  if (change.address !== undefined) requireReach(judge, next);
  await tx.update(alertChannel).set(set).where(eq(alertChannel.id, id));
  if (!next.isEnabled) await giveUp(tx, id);
  else if (["digest", "timeZone", "quietHours"].some((name) => name in set)) {
    const { at, heldBy } = releaseOf(now, next, false);
    await tx
      .update(alertDelivery)
      .set({ nextAttemptAt: at, ...(heldBy !== null && { heldBy }) })
      .where(and(eq(alertDelivery.channelId, id), eq(alertDelivery.state, "held")));
  }
  return answer(tx, judge, id, secret);
}

const HAS: Record<Row["kind"], readonly (keyof AlertChannelChange)[]> = {
  in_app: ["name"],
  email: ["name", "isEnabled", "addresses", "digest", "timeZone", "quietHours"],
  slack: ["name", "isEnabled", "address", "digest", "timeZone", "quietHours"],
  discord: ["name", "isEnabled", "address", "digest", "timeZone", "quietHours"],
  webhook: ["name", "isEnabled", "address", "digest", "timeZone", "quietHours", "rotateSecret"],
};

function refuseForeign({ kind }: Row, change: AlertChannelChange): void {
  const named = Object.entries(change).filter(([, value]) => value !== undefined);
  const issues = named
    .filter(([name]) => !(HAS[kind] as readonly string[]).includes(name))
    .map(([path]) => ({ path, message: "is nothing that this channel has" }));
  if (issues.length > 0) throw new AppError("invalid_request", { issues });
}

const giveUp = (tx: Transaction, channelId: string) =>
  tx
    .update(alertDelivery)
    .set({ state: "failed", nextAttemptAt: null, error: "The channel was switched off." })
    .where(and(eq(alertDelivery.channelId, channelId), inArray(alertDelivery.state, ["pending", "held"])));

/**
 * Takes a channel away, for a while so that it can be brought back with its log and to its rules. What waits for it is sent
 * only then. @throws AppError `not_found`, `conflict` for the app's own
 */
export async function removeChannel(
  tx: Transaction,
  judge: Judge,
  id: string,
  now: Date,
): Promise<AlertChannel> {
  const { channel } = await answer(tx, judge, id, null);
  if (channel.kind === "in_app")
    throw new AppError("conflict", {}, { message: "The app's own channel cannot be removed." });
  await tx.update(alertChannel).set({ deletedAt: now }).where(eq(alertChannel.id, id));
  return channel;
}

/** Brings back a channel that was taken away. @throws AppError `not_found` once it is removed for good */
export async function restoreChannel(tx: Transaction, judge: Judge, id: string): Promise<AlertChannel> {
  const restored = await tx
    .update(alertChannel)
    .set({ deletedAt: null })
    .where(and(eq(alertChannel.id, id), isNotNull(alertChannel.deletedAt)))
    .returning({ id: alertChannel.id });
  if (restored.length === 0) throw missing();
  return (await answer(tx, judge, id, null)).channel;
}
