import "server-only";
import { describeFailure, type Failure } from "@/lib/core/errors";
import { sleep } from "@/lib/core/time";
import { type Policies, readPolicies, UNKNOWN_POLICIES } from "./read-policies";

export type PoliciesState = { policies: Policies; fetchedAt: Date | null; failure: Failure | null };

/** What the upstream's providers do with data, from memory. Never throws. */
export type PolicyBook = { current(): Promise<PoliciesState> };

type Options = {
  /** The bodies of `GET /providers` and `GET /endpoints/zdr`. @throws AppError */
  fetchProviders: () => Promise<unknown>;
  fetchZeroRetention: () => Promise<unknown>;
  now: () => Date;
  log?: (message: string, cause: unknown) => void;
};

/** Policies change rarely, and the list is a megabyte. */
const FRESH_MS = 60 * 60_000;
const RETRY_MS = 60_000;
/** The first to ask wait no longer than this. */
const PATIENCE_MS = 1_500;

export function createPolicyBook({
  fetchProviders,
  fetchZeroRetention,
  now,
  log = () => {},
}: Options): PolicyBook {
  let state: PoliciesState = { policies: UNKNOWN_POLICIES, fetchedAt: null, failure: null };
  let triedAt: Date | null = null;
  let running: Promise<void> | null = null;

  const isOlder = (moment: Date | null, ms: number) =>
    moment === null || Math.abs(now().getTime() - moment.getTime()) >= ms;

  async function fetchBoth(): Promise<void> {
    triedAt = now();
    try {
      const [providers, zeroRetention] = await Promise.all([fetchProviders(), fetchZeroRetention()]);
      state = { policies: readPolicies(providers, zeroRetention), fetchedAt: now(), failure: null };
    } catch (error) {
      state = { ...state, failure: describeFailure(error) };
      log("the providers' data policies could not be fetched", error);
    }
  }

  return {
    async current() {
      if (isOlder(state.fetchedAt, FRESH_MS) && isOlder(triedAt, RETRY_MS))
        running ??= fetchBoth().finally(() => {
          running = null;
        });
      // What is known already is good enough while it is renewed, and nothing is worth a long wait.
      if (running && state.fetchedAt === null) await Promise.race([running, sleep(PATIENCE_MS)]);
      return state;
    },
  };
}
