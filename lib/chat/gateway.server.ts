import "server-only";
import { parse, stringify } from "lossless-json";
import type { Bounder } from "@/lib/budgets/bounder.server";
import { AppError, type Failure } from "@/lib/core/errors";
import type { Remedy } from "@/lib/core/failure";
import { newId } from "@/lib/core/ids";
import { asRecord } from "@/lib/core/lenient";
import type { Db, Transaction } from "@/lib/db/client.server";
import { keepUpstreamId } from "@/lib/ledger/ledger.server";
import { requireRoom, tooMany } from "@/lib/ledger/room.server";
import type { OpenRouter } from "@/lib/openrouter/client.server";
import { isEventStream } from "@/lib/openrouter/event-stream";
import { type Claim, claimAnswer, type Ids } from "@/lib/team/kept-answers.server";
import { type KeyHolder, limitsOf, noteUse } from "@/lib/team/keys.server";
import { countRequests } from "@/lib/team/rates.server";
import type { Rulebook } from "@/lib/team/workspace.server";
import { EMPTY } from "./completion";
import { type Close, verdict } from "./ending";
import type { Follow } from "./follow";
import { requireModels } from "./gateway-request";
import { createRecording, keptAnswer, keptFailure } from "./keeping.server";
import { keptParameters } from "./kept-parameters";
import { type Passage, passStream } from "./pass.server";
import type { Guard, Quote } from "./plan.server";
import type { ProgramCall } from "./program-call.server";
import { begunOf, type End, endedOf, persist, recordEnd } from "./record.server";
import { ANSWER_LIMIT, type Plan, PROGRESS_TIMEOUT, type Runner, whyNot } from "./runner.server";
import { createWatch } from "./watch";
import { completionOf, readWhole } from "./whole.server";
import { refusalOf, withPolicy } from "./workspace-rules.server";

export type GatewayOptions = {
  db: Db;
  openrouter: OpenRouter;
  runner: Runner;
  quote: Quote;
  freeGuard: Guard;
  bounder: Bounder;
  rules: Pick<Rulebook, "current">;
  account: string;
  owner: string;
  now: () => Date;
  onError: (message: string, error: unknown) => void;
  idleTimeout: number;
  /** How many requests may run at once in this process, in all and per key. */
  maxStreams: number;
  maxStreamsPerKey: number;
  follow?: Follow;
};

/** A request to pass on: who asks, the body as it came, and what was read of it. */
export type GatewayCall = ProgramCall & {
  holder: KeyHolder;
  signal: AbortSignal;
  /** What of the program's headers goes along. */
  headers?: Readonly<Record<string, string>>;
  /** Hears which fields of the body a budget or the data policy of the workspace added or changed. */
  onChanged?: (changed: readonly string[]) => void;
  /** Hears what the call is on record under, before it fails as well. */
  onRecord?: (ids: Ids) => void;
  /** The name that the program gave its request, if any: what comes of it is kept under that. */
  claim?: Claim | null;
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
  const perKey = new Map<string, number>();

  /** Calls that are not among the running ones yet. */
  let entering = 0;

  /** Counts a call against its key; the answer ends that. @throws AppError `too_many_streams` */
  function enter({ id: keyId, maxConcurrent }: KeyHolder): () => void {
    const inKey = perKey.get(keyId) ?? 0;
    // More than run here run on all instances; the others are counted as it goes on record.
    if (maxConcurrent !== null && inKey >= maxConcurrent) throw tooMany({ of: "key" }, maxConcurrent);
    if (runner.keeper.running + entering >= options.maxStreams || inKey >= options.maxStreamsPerKey) {
      throw new AppError("too_many_streams", { retryAfter: 1 });
    }
    perKey.set(keyId, inKey + 1);
    return () => {
      const left = (perKey.get(keyId) ?? 1) - 1;
      if (left === 0) perKey.delete(keyId);
      else perKey.set(keyId, left);
    };
  }

  /** Puts a call on record, counted from before its first wait; once it runs it is counted there instead. */
  async function open(call: GatewayCall): Promise<{ plan: Plan; leave: () => void }> {
    const leave = enter(call.holder);
    entering += 1;
    try {
      // Nothing has happened yet that would belong on record.
      const refusal = await options.freeGuard(call.request.models);
      if (refusal) throw refusal;
      await countRequests(db, limitsOf(call.holder));
      const plan = await admitted(call);
      return { plan, leave };
    } catch (error) {
      entering -= 1;
      leave();
      throw error;
    }
  }

  /** Puts a call on record, unless a budget or other generations of its key or member are in the way. */
  async function admitted(call: GatewayCall): Promise<Plan> {
    const plan = await boundFor(options, call, await planFor(options, call));
    const { claim } = call;
    const limited = limitsOf(call.holder);
    const put = (one: Plan, at = now()) => {
      const look = async (tx: Transaction) => {
        await requireRoom(tx, limited, 1, at);
        if (claim) await claimAnswer(tx, claim, one.opening.id, at);
      };
      const isFree = !claim && limited.every(({ maxConcurrent }) => maxConcurrent === null);
      return runner.open(one, at, isFree ? undefined : look);
    };
    try {
      await put(plan);
      return plan;
    } catch (error) {
      // Of a budget that another instance just made nothing was known when the request was planned.
      const isNews = error instanceof AppError && error.code === "budget_unbounded" && !plan.unbounded;
      if (!isNews) throw error;
      options.bounder.forget();
      const again = await boundFor(options, call, plan);
      await put(again);
      return again;
    }
  }

  async function complete(came: GatewayCall): Promise<GatewayAnswer> {
    const { holder, route, dialect, signal } = came;
    const { reading } = dialect;
    requireModels(came.request, holder.models, route?.name);
    const rules = await options.rules.current();
    const refusal = refusalOf(came.request, rules);
    if (refusal) throw refusal;
    const call = withPolicy(came, rules, came.onChanged);
    runner.keeper.admit();
    const { plan, leave: makeRoom } = await open(call);
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
    entering -= 1;
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

async function planFor(
  { account, quote }: GatewayOptions,
  { holder, body, request, route }: GatewayCall,
): Promise<Plan> {
  const {
    models,
    parameters,
    messages,
    maxTokens,
    tags,
    images,
    imageBytes,
    vectors,
    isBounded,
    addedTokens,
  } = request;
  const first = models[0];
  const promptBytes = Buffer.byteLength(body) - imageBytes;
  const { estimate, ceiling, prices } = first
    ? await quote(first, { messages, maxTokens, images, promptBytes, addedTokens, vectors })
    : { estimate: null, ceiling: null, prices: null };
  return {
    body,
    opening: {
      id: newId(),
      account,
      memberId: holder.memberId,
      keyId: holder.id,
      source: "gateway",
      conversationId: null,
      messageId: null,
      models,
      ...route?.record,
      parameters,
      tags,
      // Of tokens that came as numbers nothing could be read.
      estimate: messages.length === 0 ? null : estimate,
      // With fallbacks the dearest model counts, and only the first is priced here.
      ceiling: models.length === 1 && isBounded ? ceiling : null,
      priceSnapshot: prices,
    },
  };
}

/** The same with a bound on its cost, where a hard budget asks for one. */
async function boundFor({ bounder }: GatewayOptions, call: GatewayCall, plan: Plan): Promise<Plan> {
  const { holder, body, request, route, dialect, onChanged } = call;
  const { memberId, id: keyId, environment } = holder;
  const subject = {
    memberId,
    keyId,
    environment,
    routeId: route?.record.routeId ?? null,
    tags: request.tags,
  };
  const bound = await bounder.bound(subject, () => ({
    // Numbers keep the digits in which they came.
    body: asRecord(parse(body, null, { onDuplicateKey: ({ newValue }) => newValue })) ?? {},
    models: request.models,
    promptBytes: Buffer.byteLength(body) - request.imageBytes,
    messages: request.messages.length,
    images: request.images,
    isBounded: request.isBounded,
    vectors: request.vectors ?? false,
    limitFields: dialect.limitFields,
  }));
  if (bound === null) return plan;
  if ("unbounded" in bound) return { ...plan, unbounded: bound.unbounded };
  onChanged?.(bound.changed);
  const sent = bound.changed.length === 0 ? body : (stringify(bound.body) ?? body);
  const parameters = keptParameters(JSON.parse(sent));
  return {
    ...plan,
    opening: { ...plan.opening, ceiling: bound.ceiling, isBinding: true, parameters },
    body: sent,
  };
}

const STOPPED: Close = { how: "stopped" };

const cancelled = (cause: AppError): AppError =>
  new AppError(
    "answer_cancelled",
    {},
    { message: "The answer was cancelled before it was complete.", cause },
  );

const fromFailure = (failure: Failure | null): AppError =>
  failure ? AppError.from(failure) : new AppError("upstream_empty");
