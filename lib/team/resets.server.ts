import "server-only";
import { and, eq, gt, isNull, type SQL } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import type { Transaction } from "@/lib/db/client.server";
import { member, passwordCredential, passwordReset } from "@/lib/db/schema/team";
import type { Actor } from "./actor";
import { recordEvent } from "./audit.server";
import { admitAttempt, forgiveAttempt } from "./lockout.server";
import { decide } from "./members.server";
import { hashPassword } from "./password.server";
import { outranks } from "./rank";
import { type Access, type Caller, digestOf, isToken, mintToken } from "./secrets.server";
import { endSessionsOf, type OpenedSession, openSession } from "./sessions.server";
import type { ResetPreview } from "./team-api";
import type { ResetCompletion } from "./team-request";

/** How long a link is good for, in minutes. */
export const RESET_MINUTES = 30;

/** A link's secret, which is handed out here and never again. */
export type Reset = { token: string; expiresAt: Date };

/**
 * Counts a request for a link before anybody is looked for: those for accounts that do not exist as those that do.
 * @throws AppError `too_many_attempts` with the seconds after which to try again
 */
export async function admitReset(access: Access, email: string, caller: Caller, now: Date): Promise<void> {
  try {
    await admitAttempt(access, { email, address: caller.address, at: "reset" }, now);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "too_many_attempts") throw error;
    throw new AppError(error.code, error.details, { message: "Too many links were asked for." });
  }
}

/** A link for whoever has this address; null for those who get none: strangers, the suspended, and who has no password. */
export async function issueReset(access: Access, email: string, now: Date): Promise<Reset | null> {
  return access.db.transaction(async (tx) => {
    const who = await lockHolder(tx, access, eq(member.email, email));
    if (!who) return null;
    const reset = mintReset(now);
    await keepOnly(tx, access, { memberId: who.id, createdBy: null }, reset, now);
    return reset;
  });
}

/**
 * A link that somebody passes on by hand to a member below them, for where no e-mail is sent; it is on record.
 * @throws AppError `forbidden` for those not below the actor; `conflict` for who has no password to set
 */
export async function createReset(
  access: Access,
  actor: Actor,
  id: string,
  caller: Caller,
  now: Date,
): Promise<Reset> {
  const reset = mintReset(now);
  await decide(access.db, actor, id, caller, now, async (tx) => {
    const who = await lockHolder(tx, access, eq(member.id, id));
    if (!who) {
      const message = "They are suspended, or sign in without a password.";
      throw new AppError("conflict", {}, { message });
    }
    await keepOnly(tx, access, { memberId: id, createdBy: actor.memberId }, reset, now);
    return { action: "password.link", details: {} };
  });
  return reset;
}

const mintReset = (now: Date): Reset => ({
  token: mintToken(),
  expiresAt: new Date(now.getTime() + RESET_MINUTES * 60_000),
});

/** Makes it the one link of a member: the earlier ones open nothing any more. */
async function keepOnly(
  tx: Transaction,
  access: Access,
  whose: { memberId: string; createdBy: string | null },
  { token, expiresAt }: Reset,
  now: Date,
): Promise<void> {
  await tx.delete(passwordReset).where(eq(passwordReset.memberId, whose.memberId));
  const digest = digestOf(access, "reset", token);
  await tx.insert(passwordReset).values({ ...whose, digest, createdAt: now, expiresAt });
}

/** Somebody whose password opens something, kept as they are until the transaction ends; null for nobody. */
async function lockHolder(tx: Transaction, access: Access, which: SQL) {
  const [person] = await tx
    .select()
    .from(member)
    .where(and(which, isNull(member.suspendedAt), isNull(member.removedAt)))
    .for("update");
  if (!person || (access.ownerPasswordOnly && person.role !== "owner")) return null;
  const kept = await tx.$count(passwordCredential, eq(passwordCredential.memberId, person.id));
  return kept > 0 ? person : null;
}

/** Whose password a link sets, to whoever holds it. @throws AppError `invalid_link` */
export async function lookUpReset(access: Access, token: string, now: Date): Promise<ResetPreview> {
  const memberId = await memberOf(access, token, now);
  const who = await access.db.transaction((tx) => holderOf(tx, access, memberId, token));
  if (!who) throw new AppError("invalid_link");
  return { email: who.email };
}

/** Whose password a link still sets; null where nobody's, or whoever made it may no longer decide over them. */
async function holderOf(tx: Transaction, access: Access, memberId: string, token: string) {
  const who = await lockHolder(tx, access, eq(member.id, memberId));
  const [link] = await tx
    .select({ createdBy: passwordReset.createdBy })
    .from(passwordReset)
    .where(eq(passwordReset.digest, digestOf(access, "reset", token)));
  if (!who || !link) return null;
  if (link.createdBy === null) return who;
  const [maker] = await tx
    .select({ role: member.role })
    .from(member)
    .where(and(eq(member.id, link.createdBy), isNull(member.suspendedAt), isNull(member.removedAt)));
  return maker && outranks(maker.role, who.role) ? who : null;
}

async function memberOf(access: Access, token: string, now: Date): Promise<string> {
  if (!isToken(token)) throw new AppError("invalid_link");
  const [row] = await access.db
    .select({ memberId: passwordReset.memberId })
    .from(passwordReset)
    .where(and(eq(passwordReset.digest, digestOf(access, "reset", token)), gt(passwordReset.expiresAt, now)));
  if (!row) throw new AppError("invalid_link");
  return row.memberId;
}

/**
 * Sets another password, once per link, and signs in with it: everywhere else one is signed out.
 * @throws AppError `invalid_link` for a link that is none, was used or replaced, came too late, or was made by somebody
 * who is no longer above the member
 */
export async function completeReset(
  access: Access,
  { token, password }: ResetCompletion,
  caller: Caller,
  now: Date,
): Promise<OpenedSession> {
  const memberId = await memberOf(access, token, now);
  const credential = await hashPassword(password, access.scrypt);
  const { email, opened } = await access.db.transaction(async (tx) => {
    const who = await holderOf(tx, access, memberId, token);
    // All of them, whichever was used; of several who come at once only the first finds one.
    const links = await tx.delete(passwordReset).where(eq(passwordReset.memberId, memberId)).returning();
    const digest = digestOf(access, "reset", token);
    if (!who || !links.some((link) => link.digest === digest)) throw new AppError("invalid_link");
    await tx
      .update(passwordCredential)
      .set({ ...credential, updatedAt: now })
      .where(eq(passwordCredential.memberId, memberId));
    await endSessionsOf(tx, memberId);
    const { address } = caller;
    await recordEvent(tx, { actorId: memberId, action: "password.reset", objectId: memberId, address }, now);
    return {
      email: who.email,
      opened: await openSession(tx, access, { memberId, role: who.role }, caller, now),
    };
  });
  // Whoever guessed at the old password keeps nobody out of the new one.
  if (email !== null) await forgiveAttempt(access, { email, address: caller.address }, now);
  return opened;
}
