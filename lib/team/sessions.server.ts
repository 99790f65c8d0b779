import "server-only";
import { and, desc, eq, gt, isNull, lt, ne, or } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { Db, Transaction } from "@/lib/db/client.server";
import { member, passwordCredential, session } from "@/lib/db/schema/team";
import type { Actor } from "./actor";
import { recordEvent } from "./audit.server";
import { type Access, type Caller, digestOf, isToken, mintToken } from "./secrets.server";
import type { Account } from "./team-api";

const DAY = 86_400_000;
/** A session ends after this long, and earlier when nobody uses it. */
const LONGEST = 30 * DAY;
const IDLE = 7 * DAY;
/** How exact "last seen" is; a write for every request would be too many. */
const SEEN_STEP = 60_000;

export type OpenedSession = { token: string; expiresAt: Date; actor: Actor };
export type SignedIn = Actor & { sessionId: string; name: string; email: string | null };

/** Signs a member in. The token is returned here and never again. */
export async function openSession(
  db: Db | Transaction,
  access: Pick<Access, "secret">,
  actor: Actor,
  caller: Caller,
  now: Date,
): Promise<OpenedSession> {
  const token = mintToken();
  const expiresAt = new Date(now.getTime() + LONGEST);
  await db.insert(session).values({
    id: newId(),
    digest: digestOf(access, "session", token),
    memberId: actor.memberId,
    createdAt: now,
    lastSeenAt: now,
    expiresAt,
    userAgent: caller.userAgent?.slice(0, 300) ?? null,
    address: caller.address.slice(0, 100),
  });
  await db.update(member).set({ lastSeenAt: now }).where(eq(member.id, actor.memberId));
  return { token, expiresAt, actor };
}

/**
 * Who a cookie stands for at this moment, read from the database each time: a role that changed, a member suspended
 * and a session revoked hold from the next request on, on every instance. Null for nobody.
 */
export async function readSession(access: Access, token: string, now: Date): Promise<SignedIn | null> {
  if (!isToken(token)) return null;
  const { db } = access;
  const [row] = await db
    .select({
      sessionId: session.id,
      seen: session.lastSeenAt,
      memberId: member.id,
      role: member.role,
      name: member.name,
      email: member.email,
    })
    .from(session)
    .innerJoin(member, eq(member.id, session.memberId))
    .where(and(eq(session.digest, digestOf(access, "session", token)), isLive(now), isActive));
  if (!row) return null;
  const { seen, ...signedIn } = row;
  if (now.getTime() - seen.getTime() >= SEEN_STEP) await noteSeen(db, signedIn, now);
  return signedIn;
}

const isLive = (now: Date) =>
  and(gt(session.expiresAt, now), gt(session.lastSeenAt, new Date(now.getTime() - IDLE)));
const isActive = and(isNull(member.suspendedAt), isNull(member.removedAt));

async function noteSeen(db: Db, { sessionId, memberId }: SignedIn, now: Date): Promise<void> {
  await db.update(session).set({ lastSeenAt: now }).where(eq(session.id, sessionId));
  await db
    .update(member)
    .set({ lastSeenAt: now })
    .where(and(eq(member.id, memberId), or(isNull(member.lastSeenAt), lt(member.lastSeenAt, now))));
}

/** The person behind a session, and where else they are signed in. */
export async function readAccount(access: Access, who: SignedIn, now: Date): Promise<Account> {
  const { db, ownerPasswordOnly = false } = access;
  const mayUse = !ownerPasswordOnly || who.role === "owner";
  const kept = await db.$count(passwordCredential, eq(passwordCredential.memberId, who.memberId));
  const rows = await db
    .select()
    .from(session)
    .where(and(eq(session.memberId, who.memberId), isLive(now)))
    .orderBy(desc(session.lastSeenAt), desc(session.id));
  return {
    ...{ id: who.memberId, name: who.name, email: who.email, role: who.role },
    hasPassword: mayUse && kept > 0,
    sessions: rows.map(({ id, createdAt, lastSeenAt, userAgent, address }) => ({
      ...{ id, createdAt, lastSeenAt, userAgent, address },
      current: id === who.sessionId,
    })),
  };
}

/** Ends a session by what its cookie holds; none is ended already. */
export async function endSession(access: Access, token: string): Promise<void> {
  if (!isToken(token)) return;
  await access.db.delete(session).where(eq(session.digest, digestOf(access, "session", token)));
}

/** Ends one of the member's own sessions. @throws AppError `not_found` also for those of others */
export async function revokeSession(
  db: Db,
  actor: Actor,
  id: string,
  { address }: Caller,
  now: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const rows = await tx
      .delete(session)
      .where(and(eq(session.id, id), eq(session.memberId, actor.memberId)))
      .returning({ id: session.id });
    if (rows.length === 0) throw new AppError("not_found");
    await recordEvent(tx, { actorId: actor.memberId, action: "session.revoke", objectId: id, address }, now);
  });
}

/** Ends all of one's own sessions but the one that asks, and puts it on record. */
export async function revokeOtherSessions(
  db: Db,
  { memberId, sessionId }: SignedIn,
  { address }: Caller,
  now: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    await endSessionsOf(tx, memberId, sessionId);
    const event = { actorId: memberId, action: "session.revoke" as const, objectId: memberId, address };
    await recordEvent(tx, { ...event, details: { sessions: "others" } }, now);
  });
}

/** Ends all sessions of a member, but for the one named. */
export async function endSessionsOf(
  db: Db | Transaction,
  memberId: string,
  except?: string | undefined,
): Promise<void> {
  await db
    .delete(session)
    .where(and(eq(session.memberId, memberId), except === undefined ? undefined : ne(session.id, except)));
}
