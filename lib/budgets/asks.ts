import { add, subtract, type Usd, ZERO } from "@/lib/core/money";

/**
 * What became of a request for more: it waits, was answered (what was granted may have ended since), or came to nothing, as
 * before anybody answered its budget was taken away or had begun anew, or whoever asked was removed or suspended.
 */
export const ASK_STATES = [
  ...(["open", "granted", "ended", "declined"] as const),
  ...(["deleted", "reset", "removed", "suspended"] as const),
] as const;
export type AskState = (typeof ASK_STATES)[number];

type Kept = { state: "open" | "granted" | "declined" | "lapsed"; resetsAt: Date | null; until: Date | null };

/** What keeps somebody out of the team; null for who is in it. */
export type Out = "removed" | "suspended" | null;

/** What became of a request, from what is kept of it, and whether its budget and whoever asked are still there. */
export function askState({ state, resetsAt, until }: Kept, isThere: boolean, out: Out, now: Date): AskState {
  if (state === "granted" && until !== null && until <= now) return "ended";
  if (state === "granted" || state === "declined") return state;
  if (out === "removed") return out;
  if (!isThere) return "deleted";
  if (resetsAt !== null && resetsAt <= now) return "reset";
  if (out !== null) return out;
  // Put away while its budget was deleted, or whoever asked was suspended, and that is no longer so.
  return state === "lapsed" ? "declined" : "open";
}

/** Of what a limit is, what somebody asks for who does not know better: a fifth. */
const PART = 5n;

/** Limit and raise together, what is spent and held of it, and what a request that did not fit may cost. */
type Lack = { limit: Usd; spent: Usd; held: Usd; needed: Usd | null };

/**
 * How much to ask for: what was lacking, with what is spent beyond the limit, at least a fifth of the limit, and rounded up
 * to what people would say.
 */
export function sensibleAmount({ limit, spent, held, needed }: Lack): Usd {
  const lacking = subtract(add(spent, held, needed ?? ZERO), limit);
  const fifth = (limit / PART) as Usd;
  return roundUp(lacking > fifth ? lacking : fifth);
}

const CENT = 10_000_000_000n;

/** To one, two or five of a power of ten, and never below a cent. */
function roundUp(amount: Usd): Usd {
  for (let unit = CENT; ; unit *= 10n)
    for (const many of [1n, 2n, 5n]) if (unit * many >= amount) return (unit * many) as Usd;
}
