import "server-only";
import { and, eq, isNotNull, isNull, lt, ne, or } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import type { Db, Transaction } from "@/lib/db/client.server";
import { member, oidcIdentity, passwordCredential, setupSecret } from "@/lib/db/schema/team";
import { LOCAL_OWNER } from "./actor";
import { recordEvent } from "./audit.server";
import { hashPassword } from "./password.server";
import { type Access, type Caller, digestOf, isToken, mintToken } from "./secrets.server";
import { type OpenedSession, openSession } from "./sessions.server";
import type { SetupRequest } from "./team-request";

/** A link that nobody has used for this long is of an earlier start. */
const LIFETIME = 24 * 60 * 60_000;

/**
 * Whether the team has its owner: from then on there always is one. Others may be there before, who came through the
 * provider, and whom they invited.
 */
async function isSetUp(db: Db | Transaction): Promise<boolean> {
  // An owner to whom the workspace was handed over may have no password, but an account elsewhere.
  const [owner] = await db
    .select({ id: member.id })
    .from(member)
    .leftJoin(passwordCredential, eq(passwordCredential.memberId, member.id))
    .leftJoin(oidcIdentity, eq(oidcIdentity.memberId, member.id))
    .where(
      and(
        eq(member.role, "owner"),
        isNull(member.removedAt),
        or(isNotNull(passwordCredential.memberId), isNotNull(oidcIdentity.memberId)),
      ),
    )
    .limit(1);
  return owner !== undefined;
}

/** What opens the setup page, once; null when there is an owner. Each instance that starts has its own. */
export async function issueSetupToken(access: Access, now: Date): Promise<string | null> {
  const { db } = access;
  if (await isSetUp(db)) return null;
  const token = mintToken();
  await db.delete(setupSecret).where(lt(setupSecret.createdAt, new Date(now.getTime() - LIFETIME)));
  await db.insert(setupSecret).values({ digest: digestOf(access, "setup", token), createdAt: now });
  return token;
}

/**
 * Makes whoever has the link the owner, exactly once, whatever happens at the same moment. All that was done in local
 * access is theirs: they take over the built-in owner's row.
 * @throws AppError `invalid_link` for a link that is none, was used, or came too late; `conflict` for an address that a
 * member has
 */
export async function completeSetup(
  access: Access,
  request: SetupRequest,
  caller: Caller,
  now: Date,
): Promise<OpenedSession> {
  const { db } = access;
  const { token, name, email, password } = request;
  const digest = digestOf(access, "setup", token);
  if (!isToken(token) || !(await isKnown(db, digest, now)) || (await isSetUp(db)))
    throw new AppError("invalid_link");
  const credential = await hashPassword(password, access.scrypt);
  return db.transaction(async (tx) => {
    const { memberId } = LOCAL_OWNER;
    // One at a time from here on, on every instance.
    await tx.select({ id: member.id }).from(member).where(eq(member.id, memberId)).for("update");
    if ((await isSetUp(tx)) || !(await isKnown(tx, digest, now))) throw new AppError("invalid_link");
    if ((await tx.$count(member, and(eq(member.email, email), ne(member.id, memberId)))) > 0) {
      const message =
        "A member has this e-mail address already. Take another one: the workspace can be handed over to them later.";
      throw new AppError("conflict", {}, { message });
    }
    await tx.insert(passwordCredential).values({ memberId, ...credential, updatedAt: now });
    await tx
      .update(member)
      .set({ name, email, role: "owner", suspendedAt: null, removedAt: null })
      .where(eq(member.id, memberId));
    await tx.delete(setupSecret);
    const { address } = caller;
    await recordEvent(tx, { actorId: memberId, action: "team.setup", objectId: memberId, address }, now);
    return openSession(tx, access, LOCAL_OWNER, caller, now);
  });
}

/** Whether a setup link still opens anything. @throws AppError `invalid_link` */
export async function lookUpSetup(access: Access, token: string, now: Date): Promise<void> {
  const { db } = access;
  const isGood = isToken(token) && (await isKnown(db, digestOf(access, "setup", token), now));
  if (!isGood || (await isSetUp(db))) throw new AppError("invalid_link");
}

async function isKnown(db: Db | Transaction, digest: string, now: Date): Promise<boolean> {
  const [row] = await db.select().from(setupSecret).where(eq(setupSecret.digest, digest));
  return row !== undefined && now.getTime() - row.createdAt.getTime() < LIFETIME;
}
