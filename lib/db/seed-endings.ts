import { AppError, describeFailure, type ErrorCode, type Failure } from "@/lib/core/errors";
import type { Random } from "./seed-random";

export type Ending = {
  state: "finished" | "failed" | "cancelled" | "lost";
  /** What the stream told of the price. */
  told: "usage" | "refused" | "nothing";
  code: ErrorCode | null;
  said?: string;
  status?: number;
  weight: number;
};

const ENDINGS: readonly [Ending, ...Ending[]] = [
  { state: "finished", told: "usage", code: null, weight: 945 },
  {
    state: "failed",
    told: "refused",
    code: "provider_rate_limited",
    said: "Rate limit exceeded for this model.",
    status: 429,
    weight: 9,
  },
  {
    state: "failed",
    told: "refused",
    code: "provider_overloaded",
    said: "Overloaded",
    status: 503,
    weight: 5,
  },
  { state: "failed", told: "refused", code: "context_too_long", status: 400, weight: 2 },
  { state: "failed", told: "nothing", code: "upstream_cut", weight: 4 },
  {
    state: "failed",
    told: "nothing",
    code: "provider_failed",
    said: "Internal server error",
    status: 502,
    weight: 5,
  },
  { state: "cancelled", told: "nothing", code: null, weight: 27 },
  { state: "lost", told: "nothing", code: "interrupted", weight: 3 },
];

export const inventEnding = (random: Random): Ending => random.weighted(ENDINGS);

/** Nobody was left to ask; the last one said why. */
export const REFUSED_BY_ALL: Ending = {
  ...{ state: "failed", told: "refused", code: "provider_overloaded", weight: 0 },
  ...{ said: "Overloaded", status: 503 },
};
export const LIMITED_BY_ALL: Ending = {
  ...{ state: "failed", told: "refused", code: "provider_rate_limited", weight: 0 },
  ...{ said: "Rate limit exceeded for this model.", status: 429 },
};

const described = new Map<Ending, Map<string, Failure>>();

/** The same few failures come again and again. */
export function failureOf(ending: Ending, provider: string): Failure | null {
  if (ending.code === null) return null;
  const known = described.get(ending) ?? new Map<string, Failure>();
  described.set(ending, known);
  const failure = known.get(provider) ?? describe(ending, ending.code, provider);
  known.set(provider, failure);
  return failure;
}

const describe = ({ said, status }: Ending, code: ErrorCode, provider: string): Failure =>
  describeFailure(
    new AppError(code, {
      ...(code.startsWith("provider_") ? { provider } : {}),
      ...(said === undefined ? {} : { said }),
      ...(status === undefined ? {} : { upstreamStatus: status }),
    }),
  );
