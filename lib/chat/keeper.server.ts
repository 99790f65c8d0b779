import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { AppError } from "@/lib/core/errors";
import { sleep } from "@/lib/core/time";
import type { Db } from "@/lib/db/client.server";
import { isSpoken } from "@/lib/db/spoken.server";
import { renewLeases } from "@/lib/ledger/leases.server";
import type { Lease, Opening } from "@/lib/ledger/ledger.server";
import { EMPTY } from "./completion";
import type { Close } from "./ending";
import { recordEnd } from "./record.server";

/** Knows what runs in this process, and keeps the leases of all of it. */
export type Keeper = {
  lease(): Lease;
  /** @throws AppError `shutting_down` once the process takes no more */
  admit(): void;
  /**
   * Waits for `work`, which puts generations on record, and says which of them are this process's to run: a lease can be over
   * by the time a slow database has written it. Where it fails without a word of the database, what may be on record all the
   * same is ended as never sent. Closing waits for it, lest something starts when nobody looks after it any more.
   */
  opening(openings: readonly Unsent[], work: Promise<unknown>): Promise<ReadonlySet<string>>;
  /** Keeps a generation's lease until `done`. `end` is called when it has to stop early. */
  keep(id: string, end: (close: Close) => void, done: Promise<void>): void;
  /** Ends generations of this process; those elsewhere hear of it with their lease. */
  stop(ids: string[]): void;
  readonly running: number;
  /** The process takes no more and is about to end. */
  readonly isClosing: boolean;
  ids(): string[];
  /** Resolves when everything that runs now is settled. */
  idle(): Promise<void>;
  /** Takes no more, waits up to `patience` milliseconds for what runs, interrupts the rest and waits for it. */
  close(patience: number): Promise<void>;
};

type Unsent = Pick<Opening, "id" | "messageId">;

/** How long a process may be silent before another takes its generations over, and how often it speaks up. */
const LEASE = 15_000;
const HEARTBEAT = 1_000;
/** Up to this age a lease is surely ours, also by a clock that is some seconds ahead. */
const FRESH = LEASE / 3;
/** For how long what a broken line left unknown may still come on record: longer than a statement may take. */
const DOUBT = 60_000;

type Options = {
  db: Db;
  /** Names this process in leases. */
  owner: string;
  /** Milliseconds that a generation may take in all; null for as long as it likes. */
  timeout: number | null;
  now: () => Date;
  onError: (message: string, error: unknown) => void;
};

export function createKeeper({ db, owner, timeout, now, onError }: Options): Keeper {
  const running = new Map<string, { end: (close: Close) => void; done: Promise<void> }>();
  /** What is being put on record, by id: as it comes on record its lease may be old, and nobody else is to take it. */
  const opening = new Map<Promise<unknown>, readonly string[]>();
  /** What may be on record, will never be sent, and until when to look for it. */
  const unsent = new Map<string, Unsent & { until: Date }>();
  const withdrawing = new Map<string, Promise<void>>();
  let heartbeat: NodeJS.Timeout | null = null;
  let isBeating = false;
  let closing = false;

  /** The clock serves all requests, not the one that happened to start it. */
  const onTheClock = AsyncLocalStorage.snapshot();

  const lease = (): Lease => ({ owner, until: new Date(now().getTime() + LEASE) });

  const coming = () => [...opening.values()].flat();

  async function beat(): Promise<void> {
    const ids = [...running.keys()];
    const doubtful = [...unsent.values()];
    const ours = [...ids, ...doubtful.map(({ id }) => id), ...coming()];
    const renewed = new Map((await renewLeases(db, ours, lease())).map((row) => [row.id, row.stopRequested]));
    for (const id of ids) {
      // Not renewed: settled meanwhile, or taken over by another instance, which then settles it.
      if (!renewed.has(id)) running.get(id)?.end({ how: "interrupted" });
      else if (renewed.get(id)) running.get(id)?.end({ how: "stopped" });
    }
    for (const one of doubtful) {
      if (renewed.has(one.id)) withdraw(one);
      else if (one.until < now()) unsent.delete(one.id);
    }
  }

  /**
   * Ends what is on record and was never sent: it costs nothing, and whoever named the request may ask again. Leases are
   * renewed meanwhile, for it may have to wait; what fails is tried again with the next beat.
   */
  function withdraw(one: Unsent): void {
    if (withdrawing.has(one.id)) return;
    const work = recordEnd(db, owner, one, {
      ...{ completion: EMPTY, close: { how: "broken", error: new AppError("unavailable") }, kept: null },
      ...{ at: now(), sentAt: null, billed: "nothing", upstreamId: null, timed: false },
    })
      .then(
        () => void unsent.delete(one.id),
        (error: unknown) => onError("what was never sent could not be ended", error),
      )
      .finally(() => withdrawing.delete(one.id));
    withdrawing.set(one.id, work);
  }

  async function opened(openings: readonly Unsent[], work: Promise<unknown>): Promise<ReadonlySet<string>> {
    const ids = openings.map(({ id }) => id);
    let ours: ReadonlySet<string> = new Set(ids);
    let isWritten = false;
    let since = now().getTime();
    try {
      await work;
      isWritten = true;
      // A renewal that takes as long is no more to be trusted than what it renews.
      while (now().getTime() - since > FRESH) {
        since = now().getTime();
        ours = new Set((await renewLeases(db, [...ours], lease())).map(({ id }) => id));
      }
      return ours;
    } catch (error) {
      if (!isWritten && (error instanceof AppError || isSpoken(error))) throw error;
      const until = new Date(now().getTime() + DOUBT);
      for (const one of openings) unsent.set(one.id, { ...one, until });
      keepAlive();
      throw error;
    }
  }

  function keepAlive(): void {
    heartbeat ??= onTheClock(
      setInterval,
      () => {
        if (running.size + unsent.size + opening.size === 0 && heartbeat) {
          clearInterval(heartbeat);
          heartbeat = null;
        } else if (!isBeating) {
          // A database that hangs must not be asked the same thing every second.
          isBeating = true;
          beat()
            .catch((error: unknown) => onError("leases could not be renewed", error))
            .finally(() => {
              isBeating = false;
            });
        }
      },
      HEARTBEAT,
    );
  }

  const idle = async () => void (await Promise.all([...running.values()].map(({ done }) => done)));

  return {
    lease,
    idle,
    admit() {
      if (closing) throw new AppError("shutting_down");
    },
    opening(openings, work) {
      const all = opened(openings, work);
      opening.set(
        all,
        openings.map(({ id }) => id),
      );
      keepAlive();
      const forget = () => void opening.delete(all);
      all.then(forget, forget);
      return all;
    },
    keep(id, end, work) {
      const outOfTime = () => end({ how: "broken", error: new AppError("generation_timeout") });
      const timer = timeout === null ? null : setTimeout(outOfTime, timeout);
      const done = work
        .catch((error: unknown) => onError("a generation ended unexpectedly", error))
        .finally(() => {
          if (timer) clearTimeout(timer);
          running.delete(id);
        });
      running.set(id, { end, done });
      keepAlive();
    },
    stop(ids) {
      for (const id of ids) running.get(id)?.end({ how: "stopped" });
    },
    get running() {
      return running.size;
    },
    get isClosing() {
      return closing;
    },
    ids: () => [...running.keys(), ...unsent.keys(), ...coming()],
    async close(patience) {
      closing = true;
      while (opening.size > 0) await Promise.allSettled(opening.keys());
      // Whoever opened it says in the same turn what runs.
      await new Promise((resolve) => setImmediate(resolve));
      const waited = new AbortController();
      await Promise.race([idle().then(() => waited.abort()), sleep(patience, waited.signal)]);
      for (const { end } of running.values()) end({ how: "interrupted" });
      await idle();
      if (unsent.size > 0)
        await beat().catch((error: unknown) => onError("leases could not be renewed", error));
      await Promise.all(withdrawing.values());
      if (heartbeat) clearInterval(heartbeat);
    },
  };
}
