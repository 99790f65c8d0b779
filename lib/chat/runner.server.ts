import "server-only";
import { createAdmissions } from "@/lib/budgets/admissions.server";
import { admit } from "@/lib/budgets/admit.server";
import { noteRefusals } from "@/lib/budgets/refusals.server";
import { AppError } from "@/lib/core/errors";
import type { Db, Transaction } from "@/lib/db/client.server";
import { keepUpstreamId, type Opening } from "@/lib/ledger/ledger.server";
import type { Opened, OpenRouter } from "@/lib/openrouter/client.server";
import { EMPTY } from "./completion";
import type { Close } from "./ending";
import type { Follow } from "./follow";
import { createKeeper, type Keeper } from "./keeper.server";
import { createLiveStreams, type LiveStream, type LiveStreams } from "./live.server";
import { pump } from "./pump.server";
import { begunOf, type End, endedOf, persist, recordEnd } from "./record.server";
import { createSegmentWriter } from "./segments.server";
import { createWatch } from "./watch";

export type RunnerOptions = {
  db: Db;
  openrouter: OpenRouter;
  /** Names this process in leases. */
  owner: string;
  now: () => Date;
  onError: (message: string, error: unknown) => void;
  /** Milliseconds without a byte after which a stream is given up. */
  idleTimeout: number;
  /** Milliseconds that a generation may take in all; null for as long as it likes. */
  timeout: number | null;
  follow?: Follow;
};

/** One generation to run: what goes on record before, and the body that is sent. */
export type Plan = {
  opening: Opening;
  body: string;
  /** Why nothing is to be sent; that is then how it ends. */
  refusal?: AppError | null;
  /** Why its cost has no bound, where a budget asks for one. */
  unbounded?: string | null;
};

export type Runner = Pick<Keeper, "lease" | "stop" | "idle"> & {
  readonly live: LiveStreams;
  readonly keeper: Keeper;
  /**
   * Puts a plan on record by itself, if `look` does not throw in the transaction in which that happens.
   * @throws AppError `budget_exceeded`, `budget_unbounded`, `budget_stopped`; then nothing is on record. `unavailable` when
   * that took so long that another process ends it
   */
  open(plan: Plan, at: Date, look?: (tx: Transaction) => Promise<void>): Promise<void>;
  /**
   * Puts the plans on record together with whatever `record` writes, then runs them. What a budget refuses is on record
   * as refused. Resolves once committed.
   */
  start(plans: Plan[], record: (tx: Transaction, at: Date) => Promise<void>): Promise<void>;
  /** Takes no more, waits for what runs up to `patience` milliseconds, interrupts the rest and settles it. */
  close(patience: number): Promise<void>;
};

const SEGMENT_INTERVAL = 250;
/** Milliseconds for which Stop waits for the upstream's id: without it nobody can ever ask what was billed. */
const STOP_PATIENCE = 2_000;
/** A model may think for long, with comments to keep the line open, but not for ever. */
export const PROGRESS_TIMEOUT = 10 * 60_000;
export const ANSWER_LIMIT = 64 * 1024 * 1024;

/**
 * Runs generations on behalf of the server: whoever asked may leave, the answer is still read, recorded
 * and paid for.
 */
export function createRunner(options: RunnerOptions): Runner {
  const { db, openrouter, owner, now, onError, idleTimeout, timeout } = options;
  const live = createLiveStreams();
  const keeper = createKeeper({ db, owner, timeout, now, onError });
  const admissions = createAdmissions(db, keeper.lease);
  const segments = createSegmentWriter({
    db,
    interval: SEGMENT_INTERVAL,
    onError: (error) => onError("stream segments could not be kept", error),
  });

  async function run(plan: Plan, stream: LiveStream): Promise<void> {
    const sentAt = now();
    const isSent = !plan.refusal;
    const tellEnd = options.follow?.({ ...begunOf(plan.opening, "/chat/completions", sentAt), isSent });
    const wish = patient(stream.signal);
    const opened = plan.refusal
      ? ({ kind: "failure", error: plan.refusal, upstreamId: null, billed: "nothing" } as const)
      : await openrouter.openCompletion(plan.body, wish.signal, { unless: stream.signal });
    const read =
      opened.kind === "answer"
        ? await readAnswer(plan.opening.id, opened, stream, wish, sentAt)
        : { completion: EMPTY, close: whyNot(stream.signal, { how: "broken", error: opened.error }) };
    await segments.flush();
    const end: End = {
      ...read,
      at: now(),
      sentAt,
      billed: opened.kind === "failure" ? opened.billed : "unknown",
      upstreamId: opened.upstreamId,
      timed: true,
    };
    const isOnRecord = await persist(
      () => recordEnd(db, owner, plan.opening, end),
      onError,
      () => keeper.isClosing,
    );
    // What was not settled here is settled from these, by whoever takes over.
    if (isOnRecord) segments.forget(plan.opening.id);
    live.settled(stream);
    tellEnd?.(endedOf(end));
  }

  async function readAnswer(
    id: string,
    { response, upstreamId: known }: Extract<Opened, { kind: "answer" }>,
    stream: LiveStream,
    wish: Wish,
    sentAt: Date,
  ) {
    const watch = createWatch(sentAt.getTime());
    let kept = known !== null;
    let keeping = Promise.resolve();
    // With the id on record, even a generation whose process dies can be asked about later.
    const keep = (upstreamId: string) => {
      wish.grant();
      return keepUpstreamId(db, id, upstreamId, sentAt).catch((error: unknown) =>
        onError("an upstream id could not be kept", error),
      );
    };
    if (known !== null) await keep(known);
    const close = await pump(response, {
      signal: wish.signal,
      idleTimeout,
      limit: ANSWER_LIMIT,
      isStuck: () => now().getTime() - watch.progressAt > PROGRESS_TIMEOUT,
      onPiece(bytes, text) {
        watch.feed(text, now().getTime());
        if (!kept && watch.upstreamId !== null) {
          kept = true;
          keeping = keep(watch.upstreamId);
        }
        segments.add(id, bytes);
        stream.append(text);
        return watch.isDone;
      },
    });
    await keeping;
    return { completion: watch.end(now().getTime()), close };
  }

  const noteRefused = ([plan]: readonly Plan[], errors: readonly unknown[], at: Date) =>
    noteRefusals(db, plan?.opening.account ?? "", errors, at).catch((error: unknown) =>
      onError("it could not be noted that a budget refuses", error),
    );

  return {
    live,
    keeper,
    lease: keeper.lease,
    stop: keeper.stop,
    idle: keeper.idle,
    async open(plan, at, look) {
      // In the same turn as what closing waits for: a call may have waited for long since it came in.
      keeper.admit();
      const alone = () => admit(db, [plan], { lease: keeper.lease(), at, refused: "ends all", look });
      const admitted = look ? alone() : admissions.admit(plan, at);
      const ours = await keeper.opening([plan.opening], admitted).catch(async (error: unknown) => {
        await noteRefused([plan], [error], at);
        throw error;
      });
      if (!ours.has(plan.opening.id)) throw new AppError("unavailable");
    },
    async start(plans, record) {
      keeper.admit();
      const at = now();
      const recorded = db.transaction(async (tx) => {
        await record(tx, at);
        const refused = await admit(tx, plans, { lease: keeper.lease(), at, refused: "recorded" });
        for (const plan of plans) plan.refusal ??= refused.get(plan.opening.id) ?? null;
      });
      const openings = plans.map(({ opening }) => opening);
      const ours = await keeper.opening(openings, recorded);
      for (const plan of plans.filter(({ opening }) => ours.has(opening.id))) {
        const { id, conversationId } = plan.opening;
        const stream = live.open(id, conversationId);
        keeper.keep(id, stream.end, run(plan, stream));
      }
      live.notify(plans[0]?.opening.conversationId ?? null, "facts");
      await noteRefused(
        plans,
        plans.map(({ refusal }) => refusal),
        at,
      );
    },
    async close(patience) {
      await keeper.close(patience);
      await segments.flush();
    },
  };
}

type Wish = { signal: AbortSignal; grant(): void };

/** The same signal, in which Stop is heard as soon as it is granted, or a little later; everything else is heard at once. */
function patient(signal: AbortSignal): Wish {
  const late = new AbortController();
  let isGranted = false;
  const abort = () => late.abort(signal.reason);
  const hear = () => {
    if (isGranted || (signal.reason as Close).how !== "stopped") abort();
    else setTimeout(abort, STOP_PATIENCE).unref();
  };
  // What was stopped before it was sent is not sent.
  if (signal.aborted) abort();
  else signal.addEventListener("abort", hear, { once: true });
  return {
    signal: late.signal,
    grant() {
      isGranted = true;
      if (signal.aborted) abort();
    },
  };
}

/** When someone ended it, that is why it ended, and not the broken connection that followed. */
export const whyNot = (signal: AbortSignal, otherwise: Close): Close =>
  signal.aborted ? (signal.reason as Close) : otherwise;
