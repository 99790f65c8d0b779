import "server-only";
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { and, desc, eq, isNull, lt, or, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { Db, Transaction } from "@/lib/db/client.server";
import { member, virtualKey } from "@/lib/db/schema/team";
import { removeAnswers } from "./kept-answers.server";
import { formKey, hintOf, isKey } from "./key";
import type { VirtualKey } from "./keys-api";
import type { KeyChange, KeyRequest } from "./keys-request";
import type { Limited, Limits } from "./limits";
import type { Role } from "./policy";
import { carryTokens } from "./rates.server";

type Row = typeof virtualKey.$inferSelect;
const MISSING = "There is no such key.";

/** Who a key speaks for, what it may ask for, and the role and limits that its owner has now. */
export type KeyHolder = Omit<Row, "digest"> & { role: Role; ofMember: Limits };

/** Whose limits bind a key: its member's, with all of their keys, and its own. */
export const limitsOf = ({ memberId, ofMember, id, ...own }: KeyHolder): readonly [Limited, Limited] => [
  { of: "member", id: memberId, ...ofMember },
  {
    ...{ of: "key", id, requestsPerMinute: own.requestsPerMinute },
    ...{ tokensPerMinute: own.tokensPerMinute, maxConcurrent: own.maxConcurrent },
  },
];

/** Everything but the digest. */
export function toVirtualKey({ digest: _digest, memberId: _memberId, ...row }: Row): VirtualKey {
  return row;
}

/** The member's keys, newest first; revoked ones stay listed, as the ledger still names them. */
export async function listKeys(db: Db, memberId: string): Promise<VirtualKey[]> {
  const rows = await db
    .select()
    .from(virtualKey)
    .where(eq(virtualKey.memberId, memberId))
    .orderBy(desc(virtualKey.id));
  return rows.map(toVirtualKey);
}

/** Everyone's keys with the names of their members, newest first. */
export async function listAllKeys(db: Db): Promise<(VirtualKey & { member: string })[]> {
  const rows = await db
    .select({ key: virtualKey, member: member.name })
    .from(virtualKey)
    .innerJoin(member, eq(member.id, virtualKey.memberId))
    .orderBy(desc(virtualKey.id));
  return rows.map(({ key, member: name }) => ({ ...toVirtualKey(key), member: name }));
}

/** Makes a key. It is returned here and never again: only its digest is kept. */
export async function createKey(
  db: Db | Transaction,
  memberId: string,
  request: KeyRequest,
  now: Date,
): Promise<VirtualKey & { key: string }> {
  requireFuture(request.expiresAt, now);
  const { key, ...secret } = mint();
  const [row] = await db
    .insert(virtualKey)
    .values({ id: newId(), memberId, ...request, ...secret, createdAt: now })
    .returning();
  if (!row) throw new AppError("internal");
  return { ...toVirtualKey(row), key };
}

/** Gives a key a new secret; the old one is refused from now on. @throws AppError `not_found` also for revoked keys */
export async function rotateKey(
  db: Db | Transaction,
  memberId: string,
  id: string,
): Promise<VirtualKey & { key: string }> {
  const { key, ...secret } = mint();
  const [row] = await db.update(virtualKey).set(secret).where(live(memberId, id)).returning();
  if (!row) throw new AppError("not_found", {}, { message: MISSING });
  return { ...toVirtualKey(row), key };
}

export async function changeKey(
  db: Db | Transaction,
  memberId: string,
  id: string,
  change: KeyChange,
  now: Date,
): Promise<VirtualKey> {
  requireFuture(change.expiresAt, now);
  const set = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  if (Object.keys(set).length === 0)
    throw new AppError("invalid_request", {}, { message: "Nothing to change was named." });
  return db.transaction(async (tx) => {
    const [before] = await tx
      .select({ tokens: virtualKey.tokensPerMinute })
      .from(virtualKey)
      .where(live(memberId, id))
      .for("no key update");
    const [row] = await tx.update(virtualKey).set(set).where(live(memberId, id)).returning();
    if (!before || !row) throw new AppError("not_found", {}, { message: MISSING });
    await carryTokens(tx, { of: "key", id }, before.tokens, row.tokensPerMinute);
    return toVirtualKey(row);
  });
}

function requireFuture(expiresAt: Date | null | undefined, now: Date): void {
  if (!expiresAt || expiresAt > now) return;
  throw new AppError("invalid_request", { issues: [{ path: "expiresAt", message: "is in the past" }] });
}

/** Ends a key for good, whoever has it where no member is named. What it spent stays in the ledger; answers kept for it go. */
export async function revokeKey(
  db: Db | Transaction,
  memberId: string | undefined,
  id: string,
  now: Date,
): Promise<VirtualKey> {
  const [row] = await db.update(virtualKey).set({ revokedAt: now }).where(live(memberId, id)).returning();
  if (!row) throw new AppError("not_found", {}, { message: MISSING });
  await removeAnswers(db, [id]);
  return toVirtualKey(row);
}

const live = (memberId: string | undefined, id: string) =>
  and(
    eq(virtualKey.id, id),
    memberId === undefined ? undefined : eq(virtualKey.memberId, memberId),
    isNull(virtualKey.revokedAt),
  );

/**
 * Who a bearer token belongs to, read from the database. The index finds the digest; comparing it again costs
 * nothing and leaks no timing.
 * @throws AppError `invalid_key`, the same for unknown, revoked and expired keys, and those of suspended members
 */
export async function authenticateKey(db: Db, token: string | null, now: Date): Promise<KeyHolder> {
  if (token === null || !isKey(token)) throw new AppError("invalid_key");
  const digest = digestOf(token);
  const [found] = await db
    .select({
      key: virtualKey,
      role: member.role,
      ofMember: {
        requestsPerMinute: member.requestsPerMinute,
        tokensPerMinute: member.tokensPerMinute,
        maxConcurrent: member.maxConcurrent,
      },
      isOut: sql<boolean>`${member.suspendedAt} is not null or ${member.removedAt} is not null`,
    })
    .from(virtualKey)
    .innerJoin(member, eq(member.id, virtualKey.memberId))
    .where(eq(virtualKey.digest, digest));
  const matches =
    found !== undefined && timingSafeEqual(Buffer.from(found.key.digest, "hex"), Buffer.from(digest, "hex"));
  if (!matches || found.isOut || found.key.revokedAt !== null || isExpired(found.key, now))
    throw new AppError("invalid_key");
  return { ...found.key, role: found.role, ofMember: found.ofMember };
}

export const isExpired = ({ expiresAt }: Pick<KeyHolder, "expiresAt">, now: Date): boolean =>
  expiresAt !== null && expiresAt <= now;

/** How exact "last used" is; writing it for every request would make one row hot. */
const LAST_USED_STEP = 10_000;

/** Puts on record, and on the holder, that a key is in use. */
export async function noteUse(db: Db, holder: KeyHolder, now: Date): Promise<void> {
  const { id, lastUsedAt } = holder;
  const before = new Date(now.getTime() - LAST_USED_STEP);
  if (lastUsedAt !== null && lastUsedAt > before) return;
  holder.lastUsedAt = now;
  await db
    .update(virtualKey)
    .set({ lastUsedAt: now })
    .where(and(eq(virtualKey.id, id), or(isNull(virtualKey.lastUsedAt), lt(virtualKey.lastUsedAt, before))));
}

/** The form in which a key is kept and looked up: it is random enough for a digest without salt. */
export const digestOf = (key: string): string => createHash("sha256").update(key).digest("hex");

function mint(): { key: string; digest: string; prefix: string; lastFour: string } {
  const key = formKey(randomBytes(128));
  return { key, digest: digestOf(key), ...hintOf(key) };
}
