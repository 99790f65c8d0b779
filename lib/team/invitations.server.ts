import "server-only";
import { and, desc, eq, gt, isNotNull, isNull } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { Db, Transaction } from "@/lib/db/client.server";
import { invitation, member, passwordCredential } from "@/lib/db/schema/team";
import type { Actor } from "./actor";
import { recordEvent } from "./audit.server";
import { hashPassword } from "./password.server";
import { grantableRoles } from "./rank";
import { type Access, type Caller, digestOf, isToken, mintToken } from "./secrets.server";
import { type OpenedSession, openSession } from "./sessions.server";
import type { Invitation, InvitationPreview } from "./team-api";
import type { InvitationAcceptance, InvitationRequest } from "./team-request";

const DAY = 86_400_000;

/**
 * Makes an invitation. Its token is returned here and never again.
 * @throws AppError `forbidden` for a role too high, and where nobody joins with a password
 */
export async function createInvitation(
  access: Access,
  actor: Actor,
  { role, email, days }: InvitationRequest,
  { address }: Caller,
  now: Date,
): Promise<{ token: string; id: string }> {
  requireGrantable(actor, role);
  requirePasswords(access);
  const [id, token] = [newId(), mintToken()];
  await access.db.transaction(async (tx) => {
    await tx.insert(invitation).values({
      ...{ id, role, email, createdBy: actor.memberId, createdAt: now },
      digest: digestOf(access, "invitation", token),
      expiresAt: new Date(now.getTime() + days * DAY),
    });
    const actorId = actor.memberId;
    await recordEvent(
      tx,
      { actorId, action: "invitation.create", objectId: id, details: { role, email }, address },
      now,
    );
  });
  return { token, id };
}

function requireGrantable(actor: Actor, role: InvitationRequest["role"]): void {
  if (!grantableRoles(actor.role).includes(role)) throw new AppError("forbidden");
}

/** Whoever accepts chooses a password. @throws AppError `forbidden` */
function requirePasswords({ ownerPasswordOnly = false }: Access): void {
  if (!ownerPasswordOnly) return;
  const message = "Passwords are switched off here. Whoever has a role at your provider signs in there.";
  throw new AppError("forbidden", {}, { message });
}

const isOpen = (now: Date) =>
  and(isNull(invitation.acceptedAt), isNull(invitation.revokedAt), gt(invitation.expiresAt, now));

/** Those that can still be accepted, the latest first. */
export async function listInvitations(db: Db, now: Date): Promise<Invitation[]> {
  return db
    .select({
      id: invitation.id,
      role: invitation.role,
      email: invitation.email,
      createdBy: member.name,
      createdAt: invitation.createdAt,
      expiresAt: invitation.expiresAt,
      sentAt: invitation.sentAt,
      sendProblem: invitation.sendProblem,
    })
    .from(invitation)
    .innerJoin(member, eq(member.id, invitation.createdBy))
    .where(isOpen(now))
    .orderBy(desc(invitation.id));
}

/**
 * Another link in place of the one before, good for a week at least, to be sent to the address that it is for: of
 * the one before only a digest is kept.
 * @throws AppError `not_found` also for those without an address; `forbidden` for a role too high
 */
export async function renewInvitation(
  access: Access,
  actor: Actor,
  id: string,
  { address }: Caller,
  now: Date,
): Promise<{ token: string; email: string }> {
  requirePasswords(access);
  const token = mintToken();
  return access.db.transaction(async (tx) => {
    const [row] = await tx
      .select()
      .from(invitation)
      .where(and(eq(invitation.id, id), isOpen(now), isNotNull(invitation.email)))
      .for("update");
    if (!row?.email) throw new AppError("not_found", {}, { message: "There is no such invitation." });
    const { role, email } = row;
    requireGrantable(actor, role);
    const week = new Date(now.getTime() + 7 * DAY);
    await tx
      .update(invitation)
      .set({
        digest: digestOf(access, "invitation", token),
        expiresAt: row.expiresAt > week ? row.expiresAt : week,
        // It is good as long as whoever sent it may give its role.
        createdBy: actor.memberId,
        ...{ sentAt: null, sendProblem: null },
      })
      .where(eq(invitation.id, id));
    const event = { actorId: actor.memberId, action: "invitation.renew" as const, objectId: id, address };
    await recordEvent(tx, { ...event, details: { role, email } }, now);
    return { token, email };
  });
}

/** Notes whether the message with an invitation's link was taken: `problem` says why not. */
export async function noteSending(db: Db, id: string, problem: string | null, now: Date): Promise<void> {
  await db
    .update(invitation)
    .set(problem === null ? { sentAt: now, sendProblem: null } : { sendProblem: problem })
    .where(eq(invitation.id, id));
}

/** Takes an invitation back. @throws AppError `not_found` also for those accepted or expired */
export async function revokeInvitation(
  db: Db,
  actor: Actor,
  id: string,
  { address }: Caller,
  now: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const [row] = await tx
      .update(invitation)
      .set({ revokedAt: now })
      .where(and(eq(invitation.id, id), isOpen(now)))
      .returning();
    if (!row) throw new AppError("not_found", {}, { message: "There is no such invitation." });
    const { role, email } = row;
    await recordEvent(
      tx,
      {
        ...{ actorId: actor.memberId, action: "invitation.revoke", objectId: id },
        ...{ details: { role, email }, address },
      },
      now,
    );
  });
}

/** What an invitation is for, to whoever holds it. @throws AppError `invalid_link` */
export async function lookUpInvitation(access: Access, token: string, now: Date): Promise<InvitationPreview> {
  const { role, email } = await findOpen(access.db, access, token, now);
  return { role, email };
}

/** @throws AppError `invalid_link` unless it is open, and whoever made it may still give its role */
async function findOpen(db: Db | Transaction, access: Access, token: string, now: Date, lock = false) {
  requirePasswords(access);
  if (!isToken(token)) throw new AppError("invalid_link");
  const query = db
    .select()
    .from(invitation)
    .where(and(eq(invitation.digest, digestOf(access, "invitation", token)), isOpen(now)));
  const [row] = await (lock ? query.for("update") : query);
  if (!row) throw new AppError("invalid_link");
  const [inviter] = await db
    .select({ role: member.role })
    .from(member)
    .where(and(eq(member.id, row.createdBy), isNull(member.suspendedAt), isNull(member.removedAt)));
  if (!inviter || !grantableRoles(inviter.role).includes(row.role)) throw new AppError("invalid_link");
  return row;
}

/**
 * Makes whoever holds an invitation a member, once, with its role and no other.
 * @throws AppError `invalid_link`; `conflict` for an address that a member has; `invalid_request` for another than it is for
 */
export async function acceptInvitation(
  access: Access,
  { token, name, email, password }: InvitationAcceptance,
  caller: Caller,
  now: Date,
): Promise<OpenedSession> {
  const { db } = access;
  const asked = await findOpen(db, access, token, now);
  if (asked.email !== null && asked.email !== email) {
    const issues = [{ path: "email", message: "must be the address that was invited" }];
    throw new AppError("invalid_request", { issues });
  }
  const credential = await hashPassword(password, access.scrypt);
  return db.transaction(async (tx) => {
    const { id, role, createdBy } = await findOpen(tx, access, token, now, true);
    const memberId = newId();
    const [made] = await tx
      .insert(member)
      .values({ id: memberId, role, name, email, createdAt: now })
      .onConflictDoNothing({ target: member.email })
      .returning({ id: member.id });
    if (!made) {
      const message = "There is an account with this e-mail address already. Sign in instead.";
      throw new AppError("conflict", {}, { message });
    }
    await tx.insert(passwordCredential).values({ memberId, ...credential, updatedAt: now });
    await tx.update(invitation).set({ acceptedAt: now, acceptedBy: memberId }).where(eq(invitation.id, id));
    const { address } = caller;
    await recordEvent(
      tx,
      {
        ...{ actorId: memberId, action: "invitation.accept", objectId: id },
        ...{ details: { role, email, invitedBy: createdBy }, address },
      },
      now,
    );
    return openSession(tx, access, { memberId, role }, caller, now);
  });
}
