import "server-only";
import { AppError, describeFailure, type Failure } from "@/lib/core/errors";
import { type Usd, ZERO } from "@/lib/core/money";
import type { UpstreamStatus } from "./api";
import { type KeyFacts, readBalance, readKey, readPurchased } from "./key";

type Options = {
  mode: UpstreamStatus["mode"];
  version: string;
  /** The bodies of `GET /key` and `GET /credits`. @throws AppError */
  getKey: () => Promise<unknown>;
  getCredits: () => Promise<unknown>;
  now: () => Date;
};

/** What stands behind this Patchbay. Never throws: a failure is part of the answer. */
export type Status = () => Promise<ReadStatus>;

/** With the moment at which the upstream was asked. */
export type ReadStatus = UpstreamStatus & { readAt: Date };

const KEPT_MS = 60_000;
/** A failure is asked about again sooner, so that mending it shows. */
const FAILURE_KEPT_MS = 10_000;

/** Asks the upstream about the key and its account; the answer is kept for a minute and shared by all callers. */
export function createStatus({ mode, version, getKey, getCredits, now }: Options): Status {
  let kept: { status: ReadStatus; at: number } | null = null;
  let asking: Promise<ReadStatus> | null = null;

  async function ask(): Promise<ReadStatus> {
    const readAt = now();
    const [keyAnswer, creditsAnswer] = await Promise.allSettled([getKey(), getCredits()]);
    const key = keyAnswer.status === "fulfilled" ? readKey(keyAnswer.value) : null;
    // Whether an ordinary key may see the credits has changed before: not being told is no failure.
    const credits = creditsAnswer.status === "fulfilled" ? creditsAnswer.value : null;
    const balance = readBalance(credits);
    const failure =
      keyAnswer.status === "rejected" ? describeFailure(keyAnswer.reason) : findFailure(key, balance);
    const status = { mode, version, key, balance, purchased: readPurchased(credits), failure, readAt };
    kept = { status, at: now().getTime() };
    return status;
  }

  return async () => {
    if (kept) {
      const age = now().getTime() - kept.at;
      if (age >= 0 && age < (kept.status.failure ? FAILURE_KEPT_MS : KEPT_MS)) return kept.status;
    }
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };
}

/** Why the upstream would refuse to work although it answered. */
function findFailure(key: KeyFacts | null, balance: Usd | null): Failure | null {
  if (key === null) return describeFailure(new AppError("upstream_garbled"));
  if (balance !== null && balance < ZERO) return describeFailure(new AppError("insufficient_credits"));
  if (key.limitRemaining !== null && key.limitRemaining <= ZERO)
    return describeFailure(new AppError("key_limit"));
  return null;
}
