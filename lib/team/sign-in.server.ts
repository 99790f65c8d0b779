import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import type { Transaction } from "@/lib/db/client.server";
import { member, passwordCredential, passwordReset } from "@/lib/db/schema/team";
import { recordEvent } from "./audit.server";
import { admitAttempt, forgiveAttempt } from "./lockout.server";
import { hashPassword, isPassword } from "./password.server";
import type { Access, Caller } from "./secrets.server";
import { endSessionsOf, type OpenedSession, openSession, type SignedIn } from "./sessions.server";
import type { PasswordChange, SignInRequest } from "./team-request";

const NOT_CURRENT = { message: "That is not your current password." };
const NO_PASSWORDS = "Passwords are switched off here. Sign in through your provider.";

/**
 * Signs in by e-mail and password. An unknown address takes as long as a wrong password, and is told the same.
 * @throws AppError `wrong_credentials`, `too_many_attempts`, or `forbidden` for who knows the password and is
 * suspended, or signs in elsewhere
 */
export async function signIn(
  access: Access,
  { email, password }: SignInRequest,
  caller: Caller,
  now: Date,
): Promise<OpenedSession> {
  const attempt = { email, address: caller.address };
  await admitAttempt(access, attempt, now);
  const found = await findAccount(access, email);
  const isRight = await isPassword(password, found?.credential ?? null, access.scrypt);
  if (!found || !isRight) throw new AppError("wrong_credentials");
  await forgiveAttempt(access, attempt, now);
  const { id: memberId, role, suspendedAt } = found.member;
  if (suspendedAt !== null) {
    const message = "Your access is suspended. Ask whoever runs this Patchbay.";
    throw new AppError("forbidden", {}, { message });
  }
  if (access.ownerPasswordOnly && role !== "owner")
    throw new AppError("forbidden", {}, { message: NO_PASSWORDS });
  return access.db.transaction(async (tx) => {
    await requireUnchanged(tx, found.credential);
    const opened = await openSession(tx, access, { memberId, role }, caller, now);
    const { address } = caller;
    await recordEvent(tx, { actorId: memberId, action: "session.create", objectId: memberId, address }, now);
    return opened;
  });
}

/**
 * The password took its time to be looked at. One that was changed meanwhile opens nothing any more, and neither does
 * that of somebody suspended or removed: what ends sessions would not see this one.
 * @throws AppError `wrong_credentials`
 */
async function requireUnchanged(
  tx: Transaction,
  seen: typeof passwordCredential.$inferSelect,
  words: { message?: string } = {},
): Promise<void> {
  const { memberId } = seen;
  // Whoever suspends or removes waits for this row, and then finds the session.
  const [person] = await tx
    .select({ suspendedAt: member.suspendedAt, removedAt: member.removedAt })
    .from(member)
    .where(eq(member.id, memberId))
    .for("update");
  const [kept] = await tx
    .select({ hash: passwordCredential.hash })
    .from(passwordCredential)
    .where(eq(passwordCredential.memberId, memberId));
  const isSame = kept !== undefined && Buffer.from(kept.hash).equals(Buffer.from(seen.hash));
  if (!isSame || !person || person.suspendedAt !== null || person.removedAt !== null)
    throw new AppError("wrong_credentials", {}, words);
}

async function findAccount({ db }: Access, email: string) {
  const [found] = await db
    .select({ member, credential: passwordCredential })
    .from(member)
    .innerJoin(passwordCredential, eq(passwordCredential.memberId, member.id))
    .where(and(eq(member.email, email), isNull(member.removedAt)));
  return found;
}

/**
 * Sets another password, and signs out everywhere else.
 * @throws AppError `wrong_credentials` for a wrong current one; guesses at it are counted as those at the door
 */
export async function changePassword(
  access: Access,
  who: SignedIn,
  { current, password }: PasswordChange,
  caller: Caller,
  now: Date,
): Promise<void> {
  const attempt = { email: who.email ?? who.memberId, address: caller.address };
  await admitAttempt(access, attempt, now);
  const found = who.email === null ? undefined : await findAccount(access, who.email);
  if (!found || !(await isPassword(current, found.credential, access.scrypt)))
    throw new AppError("wrong_credentials", {}, NOT_CURRENT);
  await forgiveAttempt(access, attempt, now);
  const credential = await hashPassword(password, access.scrypt);
  await access.db.transaction(async (tx) => {
    const { memberId } = who;
    // One after the other with whoever signs in, or sets another password by a link, at this moment.
    await requireUnchanged(tx, found.credential, NOT_CURRENT);
    await tx
      .update(passwordCredential)
      .set({ ...credential, updatedAt: now })
      .where(eq(passwordCredential.memberId, memberId));
    await tx.delete(passwordReset).where(eq(passwordReset.memberId, memberId));
    await endSessionsOf(tx, memberId, who.sessionId);
    const { address } = caller;
    await recordEvent(tx, { actorId: memberId, action: "password.change", objectId: memberId, address }, now);
  });
}
