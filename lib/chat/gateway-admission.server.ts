import "server-only";
import { AppError } from "@/lib/core/errors";
import type { Db, Transaction } from "@/lib/db/client.server";
import { requireRoom, tooMany } from "@/lib/ledger/room.server";
import { type Claim, claimAnswer } from "@/lib/team/kept-answers.server";
import { type KeyHolder, limitsOf } from "@/lib/team/keys.server";
import { countRequests } from "@/lib/team/rates.server";
import { boundFor, type Planned, type Planning, planFor } from "./gateway-plan.server";
import type { Guard } from "./plan.server";
import type { Plan, Runner } from "./runner.server";

export type AdmissionOptions = Planning & {
  db: Db;
  runner: Runner;
  freeGuard: Guard;
  now: () => Date;
  /** How many requests may run at once in this process, in all and per key. */
  maxStreams: number;
  maxStreamsPerKey: number;
};

/** A request to let in. */
export type Admitted = Planned & {
  /** The name that the program gave its request, if any: what comes of it is kept under that. */
  claim?: Claim | null;
};

/** Lets programs' requests in: by how many run at once, by limits and budgets, and under the name that one has. */
export function createAdmission(options: AdmissionOptions) {
  const { db, runner, now } = options;
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

  /**
   * Puts a call on record, counted from before its first wait until it has `begun`: then it is counted among what runs.
   * Its key counts it until `leave`.
   */
  async function open(call: Admitted): Promise<{ plan: Plan; leave: () => void; begun: () => void }> {
    const leave = enter(call.holder);
    entering += 1;
    const begun = () => {
      entering -= 1;
    };
    try {
      // Nothing has happened yet that would belong on record.
      const refusal = await options.freeGuard(call.request.models);
      if (refusal) throw refusal;
      await countRequests(db, limitsOf(call.holder));
      const plan = await admitted(call);
      return { plan, leave, begun };
    } catch (error) {
      begun();
      leave();
      throw error;
    }
  }

  /** Puts a call on record, unless a budget or other generations of its key or member are in the way. */
  async function admitted(call: Admitted): Promise<Plan> {
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

  return { open };
}
