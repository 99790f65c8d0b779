import "server-only";
import { recordAnswer } from "@/lib/conversations/turns.server";
import { sleep } from "@/lib/core/time";
import type { Db } from "@/lib/db/client.server";
import { type Opening, settle } from "@/lib/ledger/ledger.server";
import { type Kept, keepAnswer } from "@/lib/team/kept-answers.server";
import { extrasOf } from "./answer";
import { readAttempts } from "./attempts";
import type { Completion } from "./completion";
import { type Close, verdict } from "./ending";
import type { Begun, Ended } from "./follow";

/** Everything that is known when a generation is over. */
export type End = {
  completion: Completion;
  close: Close;
  at: Date;
  sentAt: Date | null;
  billed: "nothing" | "unknown";
  upstreamId: string | null;
  /** False when the clock that timed the stream died with its process. */
  timed: boolean;
  /** What its program gets when it asks again; left out where it named no request. */
  kept?: Kept | undefined;
};

/**
 * Settles a generation and writes down its answer, in one transaction.
 * @returns false when someone else settled it or holds its lease
 */
export function recordEnd(
  db: Db,
  owner: string,
  { id, messageId }: { id: string; messageId: string | null },
  { completion, close, at, sentAt, billed, upstreamId, timed, kept }: End,
): Promise<boolean> {
  const known = upstreamId ?? completion.upstreamId;
  const sent = timed ? sentAt?.getTime() : undefined;
  const since = (moment: number | null) =>
    sent === undefined || moment === null ? null : Math.max(0, moment - sent);
  return settle(
    db,
    id,
    owner,
    {
      ...verdict(completion, close),
      at,
      billed,
      upstreamId: known,
      usage: completion.usage,
    },
    {
      sentAt,
      model: completion.model,
      provider: completion.provider,
      attempts: readAttempts(completion.routing),
      finishReason: completion.finishReason,
      nativeFinishReason: completion.nativeFinishReason,
      ttftMs: since(completion.firstTokenAt),
      durationMs: since(at.getTime()),
    },
    kept === undefined && messageId === null
      ? undefined
      : async (tx) => {
          if (kept !== undefined) await keepAnswer(tx, { generationId: id, upstreamId: known }, kept);
          if (messageId === null) return;
          const { text: content, reasoning } = completion;
          await recordAnswer(tx, messageId, { content, reasoning, extras: extrasOf(completion) });
        },
  );
}

/** What whoever follows generations is told of one that is sent. */
export function begunOf({ id, memberId, keyId, source, models }: Opening, path: string, at: Date): Begun {
  return { id, memberId, keyId: keyId ?? null, source, models, path, isSent: true, at };
}

/** What they are told at its end. */
export function endedOf({ completion, close, at, sentAt, upstreamId }: End): Ended {
  const { state, failure } = verdict(completion, close);
  const { model, provider, finishReason, usage, firstTokenAt } = completion;
  const ttftMs =
    sentAt === null || firstTokenAt === null ? null : Math.max(0, firstTokenAt - sentAt.getTime());
  return {
    ...{ state, failure: failure?.code ?? null, failedBy: failure?.by ?? null, ttftMs, at },
    ...{ model, provider, finishReason, usage, upstreamId: upstreamId ?? completion.upstreamId },
  };
}

/** Tries that are still made once the process is asked to stop. */
const LAST_TRIES = 3;

/**
 * Tries until it works: an answer must not be lost because the database is away for a while. Only a process
 * that stops gives up; whoever takes over then settles from what was kept.
 * @returns whether it worked
 */
export async function persist(
  work: () => Promise<unknown>,
  onError: (message: string, error: unknown) => void,
  isClosing: () => boolean,
): Promise<boolean> {
  let last = LAST_TRIES;
  for (let attempt = 1; last > 0; attempt++) {
    try {
      await work();
      return true;
    } catch (error) {
      onError("a generation could not be settled", error);
      if (isClosing()) last -= 1;
      await sleep(Math.min(125 * 2 ** Math.min(attempt, 6), isClosing() ? 500 : 5_000));
    }
  }
  return false;
}
