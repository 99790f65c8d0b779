import "server-only";
import { AppError, type Failure } from "@/lib/core/errors";
import type { Remedy } from "@/lib/core/failure";
import { keepUpstreamId } from "@/lib/ledger/ledger.server";
import type { OpenRouter } from "@/lib/openrouter/client.server";
import { isEventStream } from "@/lib/openrouter/event-stream";
import type { Ids } from "@/lib/team/kept-answers.server";
import { noteUse } from "@/lib/team/keys.server";
import type { Rulebook } from "@/lib/team/workspace.server";
import { EMPTY } from "./completion";
import { type Close, verdict } from "./ending";
import type { Follow } from "./follow";
import { type AdmissionOptions, type Admitted, createAdmission } from "./gateway-admission.server";
import { requireModels } from "./gateway-request";
import { createRecording, keptAnswer, keptFailure } from "./keeping.server";
import { type Passage, passStream } from "./pass.server";
import { begunOf, type End, endedOf, persist, recordEnd } from "./record.server";
import { ANSWER_LIMIT, PROGRESS_TIMEOUT, whyNot } from "./runner.server";
import { createWatch } from "./watch";
import { completionOf, readWhole } from "./whole.server";
import { refusalOf, withPolicy } from "./workspace-rules.server";

export type GatewayOptions = AdmissionOptions & {
  openrouter: OpenRouter;
  rules: Pick<Rulebook, "current">;
  owner: string;
  onError: (message: string, error: unknown) => void;
  idleTimeout: number;
  follow?: Follow;
};

/** A request to pass on: who asks, the body as it came, and what was read of it. */
export type GatewayCall = Admitted & {
  signal: AbortSignal;
  /** What of the program's headers goes along. */
  headers?: Readonly<Record<string, string>>;
  /** Hears what the call is on record under, before it fails as well. */
  onRecord?: (ids: Ids) => void;
};
export type GatewayAnswer = Ids & {
  contentType: string;
  body: Passage | Uint8Array;
};
export type Gateway = { complete(call: GatewayCall): Promise<GatewayAnswer> };

/** A program that leaves an answer lying this long has gone, whatever its socket says. */
const READER_TIMEOUT = 120_000;

/**
 * Runs generations for programs: the same record, hold and settlement as in the playground, but the answer
 * is passed on byte for byte, its text is not kept, and a caller who leaves cancels it once it can be asked about. What was
 * given a name is read to its end all the same, and kept for who asks again.
 */
export function createGateway(options: GatewayOptions): Gateway {
  const { db, openrouter, runner, now, onError, owner } = options;
  const admission = createAdmission(options);

  async function complete(came: GatewayCall): Promise<GatewayAnswer> {
    const { holder, route, dialect, signal } = came;
    const { reading } = dialect;
    requireModels(came.request, holder.models, route?.name);
    const rules = await options.rules.current();
    const refusal = refusalOf(came.request, rules);
    if (refusal) throw refusal;
    const call = withPolicy(came, rules, came.onChanged);
    runner.keeper.admit();
    const { plan, leave: makeRoom, begun } = await admission.open(call);
    noteUse(db, holder, now()).catch((error: unknown) => onError("a key's use could not be noted", error));
    const { id } = plan.opening;
    const tell = (upstreamId: string | null) => call.onRecord?.({ generationId: id, upstreamId });
    tell(null);
    const stop = new AbortController();
    let endPassage = (close: Close) => stop.abort(close);
    let isDone = () => {};
    const done = new Promise<void>((resolve) => {
      isDone = () => {
        makeRoom();
        resolve();
      };
    });
    runner.keeper.keep(id, (close) => endPassage(close), done);
    begun();
    let leave = () => endPassage(STOPPED);
    const onLeave = () => leave();
    signal.addEventListener("abort", onLeave, { once: true });

    const sentAt = now();
    const tellEnd = options.follow?.(begunOf(plan.opening, dialect.path, sentAt));
    const isKept = Boolean(call.claim);
    const settle = async ({
      kept,
      ...end
    }: Omit<End, "at" | "sentAt" | "timed">): Promise<Failure | null> => {
      signal.removeEventListener("abort", onLeave);
      const whole: End = { ...end, at: now(), sentAt, timed: true, ...(isKept && { kept }) };
      await persist(
        () => recordEnd(db, owner, plan.opening, whole),
        onError,
        () => runner.keeper.isClosing,
      );
      tellEnd?.(endedOf(whole));
      isDone();
      return verdict(end.completion, end.close).failure;
    };

    /** What is answered: who left hears nothing, so that nothing has failed there, and what was stopped has not failed. */
    const answerTo = (close: Close, error: AppError) =>
      signal.aborted || close.how === "stopped" ? cancelled(error) : error;

    if (signal.aborted) onLeave();
    const leaving = new AbortController();
    const opening = openrouter.openCompletion(plan.body, stop.signal, {
      path: dialect.path,
      unless: leaving.signal,
      ...(call.headers && { headers: call.headers }),
    });
    // What is cancelled once it is sent and before it has an id may be billed, and nobody could ever ask what it cost.
    let wish: Close | null = null;
    endPassage = (close) => {
      if (close.how !== "stopped") return stop.abort(close);
      wish ??= close;
      leaving.abort();
    };
    // Its caller may have lost their line, and asks again.
    if (isKept) leave = () => leaving.abort();
    const opened = await opening;
    if (opened.kind === "failure") {
      const { error, billed, upstreamId, isSent } = opened;
      tell(upstreamId);
      const close =
        !isSent && leaving.signal.aborted ? STOPPED : whyNot(stop.signal, { how: "broken", error });
      // What was never sent, or turned away unbilled for a reason that passes, may be tried again under the same name.
      const isFree = !isSent || (billed === "nothing" && PASSING.has(error.failure.remedy));
      const kept = isFree ? null : keptFailure(EMPTY, close);
      await settle({ completion: EMPTY, close, billed, upstreamId, kept });
      throw answerTo(close, error);
    }
    const { response, upstreamId } = opened;
    const contentType = response.headers.get("content-type") ?? "application/json";
    const answer = { generationId: id, upstreamId, contentType };
    const keep = (known: string) =>
      keepUpstreamId(db, id, known, sentAt).catch((error: unknown) =>
        onError("an upstream id could not be kept", error),
      );
    const keeping = upstreamId === null ? undefined : keep(upstreamId);
    if (upstreamId !== null) {
      endPassage = (close) => stop.abort(close);
      if (wish) endPassage(wish);
    }

    if (!isEventStream(contentType)) {
      await keeping;
      const read = await readWhole(response, {
        signal: stop.signal,
        limit: ANSWER_LIMIT,
        idleTimeout: options.idleTimeout,
      });
      const completion = read.bytes ? completionOf(read.bytes, reading) : EMPTY;
      const close = whyNot(stop.signal, read.close);
      const known = upstreamId ?? completion.upstreamId;
      tell(known);
      const kept =
        verdict(completion, close).failure || !read.bytes
          ? keptFailure(completion, close)
          : keptAnswer({ contentType, upstreamId: known, body: read.bytes });
      const failure = await settle({ completion, close, billed: "unknown", upstreamId, kept });
      // A 200 that holds an error is an error; a program should not have to look for it.
      if (failure || !read.bytes) throw answerTo(close, fromFailure(failure));
      return { ...answer, upstreamId: known, body: read.bytes };
    }

    tell(upstreamId);
    const watch = createWatch(sentAt.getTime(), "tail", reading);
    const decoder = new TextDecoder();
    const recording = call.claim ? createRecording(dialect.trimEnd) : null;
    let isNoted = upstreamId !== null;
    const passage = passStream({
      response,
      idleTimeout: options.idleTimeout,
      readerTimeout: READER_TIMEOUT,
      ready: keeping,
      mayLeave: () => isNoted,
      isWanted: () => recording?.isWhole ?? false,
      trimEnd: dialect.trimEnd,
      onPiece(bytes) {
        const at = now().getTime();
        recording?.add(bytes);
        watch.feed(decoder.decode(bytes, { stream: true }), at);
        if (!isNoted && watch.upstreamId !== null) {
          isNoted = true;
          void keep(watch.upstreamId);
        }
        if (at - watch.progressAt > PROGRESS_TIMEOUT)
          passage.end({ how: "broken", error: new AppError("upstream_stalled") });
        return watch.isDone;
      },
      async onClose(close) {
        await keeping;
        const completion = watch.end(now().getTime());
        const { failure } = verdict(completion, close);
        // The upstream's own error is in the stream already.
        const last = failure && !completion.failure ? dialect.formatCut(failure, completion) : null;
        const kept = recording?.end({ completion, close, last, contentType, upstreamId });
        await settle({ completion, close, billed: "unknown", upstreamId, kept });
        return last;
      },
    });
    endPassage = passage.end;
    leave = passage.leave;
    const early = stop.signal.aborted ? (stop.signal.reason as Close) : wish;
    if (early) passage.end(early);
    else if (signal.aborted) passage.leave();
    return { ...answer, body: passage };
  }

  return { complete };
}

/** What helps where the same request may go well later. */
const PASSING: ReadonlySet<Remedy> = new Set(["wait", "add_credits", "check_key"]);

const STOPPED: Close = { how: "stopped" };

const cancelled = (cause: AppError): AppError =>
  new AppError(
    "answer_cancelled",
    {},
    { message: "The answer was cancelled before it was complete.", cause },
  );

const fromFailure = (failure: Failure | null): AppError =>
  failure ? AppError.from(failure) : new AppError("upstream_empty");
