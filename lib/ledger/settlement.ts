import type { Failure } from "@/lib/core/errors";
import { subtract, type Usd, ZERO } from "@/lib/core/money";
import type { Usage } from "@/lib/openrouter/usage";

export type EndState = "finished" | "failed" | "cancelled" | "lost";

/** How a generation ended, as far as its own stream tells. */
export type Ending = {
  state: EndState;
  failure: Failure | null;
  at: Date;
  /** `nothing`: it never reached the upstream, or was turned away. Everything else may have a price. */
  billed: "nothing" | "unknown";
  upstreamId: string | null;
  usage: Usage | null;
};

export type Settlement = {
  /** What is booked now; null while nobody knows. */
  cost: Usd | null;
  costState: "reported" | "confirmed" | null;
  basis: "usage" | "refusal" | null;
  /** Null: the hold stays, because the money may be gone. */
  holdOutcome: "booked" | "released" | null;
  /** When to ask the upstream for its record or, without an id, to give up; null when there is nothing to wait for. */
  confirmAt: Date | null;
};

/** Books what is known and nothing else: an explicit zero is a price, silence is not. */
export function settlementOf({ at, billed, upstreamId, usage }: Ending): Settlement {
  const cost = usage?.cost ?? null;
  if (cost !== null) {
    const confirmAt = upstreamId === null ? null : after(at, FIRST_CONFIRMATION_REPORTED);
    return { cost, costState: "reported", basis: "usage", holdOutcome: "booked", confirmAt };
  }
  if (billed === "nothing") {
    return { cost: ZERO, costState: "confirmed", basis: "refusal", holdOutcome: "released", confirmAt: null };
  }
  const confirmAt = after(at, upstreamId === null ? DOUBT : FIRST_CONFIRMATION_UNKNOWN);
  return { cost: null, costState: null, basis: null, holdOutcome: null, confirmAt };
}

/** What the upstream's record adds to what is booked. A difference becomes an entry of its own. */
export function confirmationOf(
  booked: Usd | null,
  confirmed: Usd,
): { kind: "settle" | "adjust"; amount: Usd } | null {
  if (booked === null) return { kind: "settle", amount: confirmed };
  return booked === confirmed ? null : { kind: "adjust", amount: subtract(confirmed, booked) };
}

const SECOND = 1_000;
const FIRST_CONFIRMATION_UNKNOWN = 1 * SECOND;
const FIRST_CONFIRMATION_REPORTED = 5 * SECOND;
/**
 * For how long it counts as held what was sent and has no id to ask about: it may be billed, so that whoever brings it about
 * again and again must not get ahead of a budget; and it may not, so that nobody is to stand still for long.
 */
const DOUBT = 60 * 60 * SECOND;
const LONGEST_DELAY = 30 * 60 * SECOND;
/** The record has been seen to appear within 50 minutes; a day covers outages too. */
export const PATIENCE = 24 * 60 * 60 * SECOND;

/**
 * When to ask again after `tries` fruitless tries, or null when a day has passed since the end.
 * The record appears after anything from half a second to most of an hour.
 */
export function nextConfirmation(endedAt: Date, tries: number, now: Date): Date | null {
  if (now.getTime() - endedAt.getTime() > PATIENCE) return null;
  return after(now, Math.min(FIRST_CONFIRMATION_UNKNOWN * 2 ** Math.min(tries, 20), LONGEST_DELAY));
}

const after = (at: Date, ms: number) => new Date(at.getTime() + ms);
