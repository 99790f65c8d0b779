import "server-only";
import { and, asc, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import type { Db, Transaction } from "@/lib/db/client.server";
import { member, oidcIdentity, passwordCredential, passwordReset, virtualKey } from "@/lib/db/schema/team";
import { type Actor, LOCAL_OWNER } from "./actor";
import { recordEvent } from "./audit.server";
import type { AuditAction } from "./audit-api";
import { removeAnswers } from "./kept-answers.server";
import { type Limited, limitDetails, NO_LIMITS } from "./limits";
import { grantableRoles, outranks } from "./rank";
import { carryTokens } from "./rates.server";
import type { Caller } from "./secrets.server";
import { endSessionsOf } from "./sessions.server";
import type { Member } from "./team-api";
import type { MemberChange } from "./team-request";

/** Local access has one person, who exists from the first start. */
export async function ensureLocalOwner(db: Db): Promise<void> {
  const { memberId: id, role } = LOCAL_OWNER;
  await db.insert(member).values({ id, role, name: "Owner" }).onConflictDoNothing();
}

/** Everyone who has not been removed, by name. */
export async function listMembers(db: Db, now: Date): Promise<Member[]> {
  const keys = sql`(select count(*)::int from ${virtualKey} where ${virtualKey.memberId} = ${member.id}
    and ${virtualKey.revokedAt} is null
    and (${virtualKey.expiresAt} is null or ${virtualKey.expiresAt} > ${now.toISOString()}::timestamptz))`;
  const hasPassword = sql`exists (select from ${passwordCredential} where ${passwordCredential.memberId} = ${member.id})`;
  return db
    .select({
      id: member.id,
      name: member.name,
      email: member.email,
      role: member.role,
      createdAt: member.createdAt,
      lastSeenAt: member.lastSeenAt,
      suspendedAt: member.suspendedAt,
      requestsPerMinute: member.requestsPerMinute,
      tokensPerMinute: member.tokensPerMinute,
      maxConcurrent: member.maxConcurrent,
      // Within another, or columns would lose the names of their tables.
      keys: sql<number>`${keys}`,
      hasPassword: sql<boolean>`${hasPassword}`,
    })
    .from(member)
    .where(isNull(member.removedAt))
    .orderBy(asc(member.name), asc(member.id));
}

type FormerMember = Pick<Target, "id" | "name" | "role"> & {
  removedAt: Date;
  /** Whether a provider's account is still known as theirs, which keeps them out there. */
  isKnown: boolean;
};

/** Who was removed, by name: what they did stays on record under it. */
export async function listFormerMembers(db: Db): Promise<FormerMember[]> {
  const { id, name, role } = member;
  const isKnown = sql`exists (select from ${oidcIdentity} where ${oidcIdentity.memberId} = ${member.id})`;
  const rows = await db
    .select({ id, name, role, removedAt: member.removedAt, isKnown: sql<boolean>`${isKnown}` })
    .from(member)
    .where(isNotNull(member.removedAt))
    .orderBy(asc(name), asc(member.removedAt), asc(id));
  return rows.flatMap(({ removedAt, ...rest }) => (removedAt ? [{ ...rest, removedAt }] : []));
}

/** What binds a member; nobody who is not there. */
export async function limitsOfMember(db: Db, id: string): Promise<Limited[]> {
  const { requestsPerMinute, tokensPerMinute, maxConcurrent } = member;
  const rows = await db
    .select({ id: member.id, requestsPerMinute, tokensPerMinute, maxConcurrent })
    .from(member)
    .where(eq(member.id, id));
  return rows.map((row) => ({ of: "member", ...row }));
}

/** Gives another role or limits, or suspends and lets back in. @throws AppError `forbidden` for those not below the actor */
export function changeMember(
  db: Db,
  actor: Actor,
  id: string,
  change: MemberChange,
  caller: Caller,
  now: Date,
): Promise<void> {
  return decide(db, actor, id, caller, now, async (tx, target) => {
    const { role, limits, suspended } = change;
    if (role !== undefined) {
      if (!grantableRoles(actor.role).includes(role)) throw new AppError("forbidden");
      await tx.update(member).set({ role }).where(eq(member.id, id));
      return { action: "member.role", details: { from: target.role, to: role } };
    }
    if (limits !== undefined) {
      const set = Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
      await tx.update(member).set(set).where(eq(member.id, id));
      const { tokensPerMinute: before } = target;
      const after = limits.tokensPerMinute === undefined ? before : limits.tokensPerMinute;
      await carryTokens(tx, { of: "member", id }, before, after);
      return { action: "member.limits", details: limitDetails(limits) };
    }
    const suspendedAt = suspended ? (target.suspendedAt ?? now) : null;
    await tx.update(member).set({ suspendedAt }).where(eq(member.id, id));
    // Whoever is let in again signs in again.
    if (suspended) await endSessionsOf(tx, id);
    return { action: suspended ? "member.suspend" : "member.restore", details: {} };
  });
}

/**
 * Takes somebody out of the team for good: nothing of theirs opens anything any more, and all that they spent stays in
 * the ledger under their name. @throws AppError `forbidden` for those not below the actor
 */
export async function removeMember(
  db: Db,
  actor: Actor,
  id: string,
  caller: Caller,
  now: Date,
): Promise<void> {
  let keys: { id: string }[] = [];
  await decide(db, actor, id, caller, now, async (tx, { email, role }) => {
    keys = await tx
      .update(virtualKey)
      .set({ revokedAt: now })
      .where(and(eq(virtualKey.memberId, id), isNull(virtualKey.revokedAt)))
      .returning({ id: virtualKey.id });
    await endSessionsOf(tx, id);
    await tx.delete(passwordCredential).where(eq(passwordCredential.memberId, id));
    await tx.delete(passwordReset).where(eq(passwordReset.memberId, id));
    // It waits for all that refers to the member just now, none of which may wait for anything that is locked here.
    await tx.update(member).set({ removedAt: now, email: null }).where(eq(member.id, id));
    return { action: "member.remove", details: { email, role } };
  });
  // Nobody gets them any more. Whoever settles one has it locked, and may wait for the member: they are not for above.
  // The member is out by now, whatever becomes of this; what it leaves goes by the minute with all that is old.
  await removeAnswers(
    db,
    keys.map((key) => key.id),
  ).catch(() => {});
}

/**
 * Lets somebody who was removed come back through the provider: what they are known by there is forgotten, so that with
 * their next sign-in they become a member as somebody new does, if their groups give them a role. Nothing that was theirs
 * is given back.
 * @throws AppError `forbidden` for those not below the actor, `not_found` for who was not removed or is not kept out
 */
export function readmitMember(db: Db, actor: Actor, id: string, caller: Caller, now: Date): Promise<void> {
  const work = async (tx: Transaction): Promise<Done> => {
    const forgotten = await tx.delete(oidcIdentity).where(eq(oidcIdentity.memberId, id)).returning();
    if (forgotten.length === 0) throw new AppError("not_found", {}, { message: "Nothing keeps them out." });
    return { action: "member.readmit", details: {} };
  };
  return decide(db, actor, id, caller, now, work, { isRemoved: true });
}

/** Has somebody be called otherwise, wherever they are named. @returns what they were called before */
export async function renameMember(tx: Transaction, id: string, name: string): Promise<string> {
  const [before] = await tx.select({ name: member.name }).from(member).where(eq(member.id, id)).for("update");
  if (!before) throw new AppError("not_found");
  await tx.update(member).set({ name }).where(eq(member.id, id));
  return before.name;
}

type Target = typeof member.$inferSelect;
type Done = { action: AuditAction; details: Record<string, string | null> };

/** One decision over a member, made of rows that nobody else changes meanwhile, and put on record with it. */
export async function decide(
  db: Db,
  actor: Actor,
  id: string,
  { address }: Caller,
  now: Date,
  work: (tx: Transaction, target: Target) => Promise<Done>,
  { isRemoved = false } = {},
): Promise<void> {
  await db.transaction(async (tx) => {
    const { self, target } = await lockBoth(tx, actor, id, isRemoved);
    if (!outranks(self.role, target.role)) {
      const message =
        target.role === "owner"
          ? "A workspace has an owner. Hand it over to somebody else first."
          : "Only somebody with a higher role may do this.";
      throw new AppError("forbidden", {}, { message });
    }
    const { action, details } = await work(tx, target);
    const event = { actorId: actor.memberId, action, objectId: id, address };
    await recordEvent(tx, { ...event, details: { member: target.name, ...details } }, now);
  });
}

/** Makes somebody else the owner and oneself an admin, at the same moment. @throws AppError `forbidden`, `not_found` */
export async function transferOwnership(
  db: Db,
  actor: Actor,
  id: string,
  { address }: Caller,
  now: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const { self, target } = await lockBoth(tx, actor, id);
    if (self.role !== "owner") throw new AppError("forbidden");
    if (target.suspendedAt !== null || id === actor.memberId) throw new AppError("conflict");
    // Nobody is above the owner, who could change them.
    await tx
      .update(member)
      .set({ role: "owner", ...NO_LIMITS })
      .where(eq(member.id, id));
    await tx.update(member).set({ role: "admin" }).where(eq(member.id, actor.memberId));
    const details = { member: target.name };
    const event = {
      actorId: actor.memberId,
      action: "team.transfer" as const,
      objectId: id,
      details,
      address,
    };
    await recordEvent(tx, event, now);
  });
}

/** Both rows as they are now, whatever the actor was when the request came. */
async function lockBoth(
  tx: Transaction,
  actor: Actor,
  id: string,
  isRemoved = false,
): Promise<{ self: Target; target: Target }> {
  const rows = await tx
    .select()
    .from(member)
    .where(inArray(member.id, [actor.memberId, id]))
    // Always in the same order, or two that decide over each other wait for ever. Weaker than `update`, for which whoever
    // puts a generation on record would wait with a key locked that is to be revoked.
    .orderBy(asc(member.id))
    .for("no key update");
  const self = rows.find((row) => row.id === actor.memberId);
  const target = rows.find((row) => row.id === id);
  if (!self || self.suspendedAt !== null || self.removedAt !== null) throw new AppError("forbidden");
  if (!target || (target.removedAt !== null) !== isRemoved)
    throw new AppError("not_found", {}, { message: "There is no such member." });
  return { self, target };
}
