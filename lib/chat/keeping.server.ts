import "server-only";
import { AppError, describeFailure } from "@/lib/core/errors";
import type { Answer, Ids, Kept } from "@/lib/team/kept-answers.server";
import type { Completion } from "./completion";
import { type Close, verdict } from "./ending";
import { createWholeEvents } from "./whole-events";

/** Bytes of an answer beyond which it is not kept for who asks again. */
const MOST_KEPT = 1_048_576;

const TOO_LARGE: Kept = { failure: describeFailure(new AppError("answer_too_large")) };

export const keptAnswer = (answer: Answer & Pick<Ids, "upstreamId">): Kept =>
  answer.body.byteLength > MOST_KEPT ? TOO_LARGE : { answer };

/** Why there is no answer to give again; that it was stopped is no failure in the ledger, but one here. */
export const keptFailure = (completion: Completion, close: Close): Kept => ({
  failure: verdict(completion, close).failure ?? describeFailure(new AppError("answer_cancelled")),
});

type Ended = Omit<Answer, "body"> &
  Pick<Ids, "upstreamId"> & {
    completion: Completion;
    close: Close;
    /** What was said in the end of a stream that broke off. */
    last: string | null;
  };

/**
 * Notes a stream on its way by, as it comes; what `trimEnd` takes out of it did not go out. It copies nothing, and lets
 * go of everything once it is too much.
 */
export function createRecording(trimEnd: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes) {
  let pieces: Uint8Array[] = [];
  let size = 0;

  /** What has gone out, or null where it broke off within an event. */
  function sent(last: string | null): Uint8Array | null {
    if (last === null) return Buffer.concat(pieces, size);
    const events = createWholeEvents();
    const out = pieces.flatMap((piece) => events.release(piece) ?? []);
    return events.isCut ? null : Buffer.concat([...out, Buffer.from(last)]);
  }

  return {
    /** Whether there is still an answer to keep. */
    get isWhole(): boolean {
      return size <= MOST_KEPT;
    },
    add(piece: Uint8Array): void {
      size += piece.byteLength;
      if (size <= MOST_KEPT) pieces.push(piece);
      else pieces = [];
    },
    /** What whoever asks again gets: the very bytes, also of a stream that ended in an error. */
    end({ completion, close, last, ...head }: Ended): Kept {
      if (size > MOST_KEPT) return TOO_LARGE;
      if (close.how === "stopped") return keptFailure(completion, close);
      const body = sent(last);
      return body === null ? keptFailure(completion, close) : { answer: { ...head, body: trimEnd(body) } };
    },
  };
}
