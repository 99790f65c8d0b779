import "server-only";
import { createHash } from "node:crypto";
import { and, eq, gt, inArray, isNotNull, lte } from "drizzle-orm";
import { AppError, type Failure } from "@/lib/core/errors";
import type { Db, Transaction } from "@/lib/db/client.server";
import { idempotency, virtualKey } from "@/lib/db/schema/team";

/** Milliseconds for which the same request gets the same answer. */
const KEEP_ANSWERS = 24 * 60 * 60_000;
/** Seconds after which it is worth asking for an answer that is still being made. */
const ASK_AGAIN = 2;

/** A request by the name that its program gave it. Names of different keys have nothing to do with each other. */
export type Named = {
  keyId: string;
  /** SHA-256 of the name and of path and body, hexadecimal. */
  digest: string;
  request: string;
};

/** The same on its way to be made. */
export type Claim = Named & {
  /** What is announced of it by now. */
  announced: () => Record<string, string>;
};

export type Answer = { contentType: string; body: Uint8Array };

/** What a generation is called, here and by the upstream; that is null until it tells. */
export type Ids = { generationId: string; upstreamId: string | null };

/**
 * What is kept of how it ended: an answer, with the upstream's id if that was told ahead of it, or why there is none;
 * null where it may be tried again.
 */
export type Kept = { answer: Answer & Pick<Ids, "upstreamId"> } | { failure: Failure } | null;

/** The same, as whoever asks again gets it. */
export type Again = About & ({ answer: Answer } | { failure: Failure });
type About = Ids & { announced: Record<string, string> };
/** The same where there is an answer. */
export type AnsweredAgain = About & { answer: Answer };

const NAME = /^[\x21-\x7e]{1,255}$/;

/** @throws AppError `invalid_request` unless the name is 1 to 255 visible characters */
export function nameRequest(
  name: string,
  { keyId, path, text }: { keyId: string; path: string; text: string },
): Named {
  if (!NAME.test(name)) {
    const issues = [{ path: "Idempotency-Key", message: "must be 1 to 255 visible characters of ASCII" }];
    throw new AppError("invalid_request", { issues });
  }
  return { keyId, digest: digestOf(name), request: digestOf(`${path}\n${text}`) };
}

const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * What became of the request that came first under this name; null where there was none in the last 24 hours.
 * @throws AppError `idempotency_key_reused` for another request, `request_running` while there is no answer yet
 */
export async function findAnswer(
  db: Db,
  { keyId, digest, request }: Named,
  now: Date,
): Promise<Again | null> {
  const [row] = await db
    .select()
    .from(idempotency)
    .where(and(eq(idempotency.keyId, keyId), eq(idempotency.digest, digest), gt(idempotency.expiresAt, now)));
  if (!row) return null;
  if (row.request !== request) throw new AppError("idempotency_key_reused");
  const { generationId, headers: announced, contentType, upstreamId, body, failure } = row;
  const about = { generationId, upstreamId, announced };
  if (failure) return { ...about, failure };
  if (contentType === null || body === null) throw running();
  return { ...about, answer: { contentType, body } };
}

const running = () => new AppError("request_running", { retryAfter: ASK_AGAIN });

/**
 * Takes a name for a generation, in the transaction that puts that on record: of all who try, on whichever instance, one
 * succeeds. Whoever waits for that one here learns of it when it is committed, and goes on when it is not.
 * @throws AppError `request_running` when another was first
 */
export async function claimAnswer(
  tx: Transaction,
  { announced, ...named }: Claim,
  generationId: string,
  at: Date,
): Promise<void> {
  const fresh = {
    ...{ request: named.request, generationId, state: "running" as const, headers: announced() },
    ...{ contentType: null, upstreamId: null, body: null, failure: null },
    ...{ createdAt: at, expiresAt: new Date(at.getTime() + KEEP_ANSWERS) },
  };
  const claimed = await tx
    .insert(idempotency)
    .values({ ...named, ...fresh })
    .onConflictDoUpdate({
      target: [idempotency.keyId, idempotency.digest],
      set: fresh,
      setWhere: lte(idempotency.expiresAt, at),
    })
    .returning({ digest: idempotency.digest });
  if (claimed.length === 0) throw running();
}

/** Puts down how a generation ended, where its request had a name. */
export async function keepAnswer(
  tx: Transaction,
  { generationId, upstreamId }: Ids,
  kept: Kept,
): Promise<void> {
  const mine = and(eq(idempotency.generationId, generationId), eq(idempotency.state, "running"));
  if (kept === null) await tx.delete(idempotency).where(mine);
  else
    await tx
      .update(idempotency)
      .set(
        "answer" in kept
          ? { state: "answered", ...kept.answer }
          : { state: "failed", upstreamId, failure: kept.failure },
      )
      .where(mine);
}

/** Removes all that is kept for keys. */
export async function removeAnswers(db: Db | Transaction, keyIds: readonly string[]): Promise<void> {
  if (keyIds.length > 0) await db.delete(idempotency).where(inArray(idempotency.keyId, [...keyIds]));
}

/** Removes what nobody gets again any more: it is old, or its key is revoked. Returns how many answers those were. */
export async function removeOldAnswers(db: Db, now: Date): Promise<number> {
  const revoked = db.select({ id: virtualKey.id }).from(virtualKey).where(isNotNull(virtualKey.revokedAt));
  let removed = 0;
  // Each by an index, which they would not be together.
  for (const unwanted of [lte(idempotency.expiresAt, now), inArray(idempotency.keyId, revoked)])
    removed += (await db.delete(idempotency).where(unwanted).returning({ digest: idempotency.digest }))
      .length;
  return removed;
}
