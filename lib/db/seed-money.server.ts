import "server-only";
import { add, divide, formatDecimal, type Usd, ZERO } from "@/lib/core/money";
import type { entry, hold } from "./schema/ledger";
import type { SeedUsage } from "./seed-prices";
import type { Random } from "./seed-random";

/** What the stream told of the price: it said it, the request was turned away, or it ended in silence. */
export type Told = "usage" | "refused" | "nothing";

type Booking = Pick<typeof entry.$inferInsert, "kind" | "amount" | "basis" | "bookedAt">;

export type SeedMoney = {
  cost: Usd | null;
  costState: "reported" | "confirmed" | null;
  confirmedAt: Date | null;
  bookings: Booking[];
  hold: Pick<typeof hold.$inferInsert, "amount" | "endedAt" | "outcome">;
};

/** The upstream's fee where the provider bills the team itself. */
export const feeOf = (bill: Usd): Usd => divide(bill, 20);

const SECOND = 1_000;
const DAY = 86_400 * SECOND;

/** Money as the ledger would have booked it: settled once, corrected by further entries, unknown left unknown. */
export function inventMoney(
  random: Random,
  told: Told,
  bill: Usd,
  ceiling: Usd,
  endedAt: Date,
  now: Date,
): SeedMoney {
  const after = (ms: number) => new Date(endedAt.getTime() + ms);
  if (told === "refused") {
    const bookings: Booking[] = [{ kind: "settle", amount: ZERO, basis: "refusal", bookedAt: endedAt }];
    const hold = { amount: ceiling, endedAt, outcome: "released" } as const;
    return { cost: ZERO, costState: "confirmed", confirmedAt: null, bookings, hold };
  }
  const confirmedAt = after(random.between(5, 90) * SECOND);
  if (told === "nothing") {
    // For a day the record may still appear; only older ones have been given up.
    const givenUpAt = after(DAY);
    if (random.chance(0.25) && givenUpAt < now) {
      const hold = { amount: ceiling, endedAt: givenUpAt, outcome: "unresolved" } as const;
      return { cost: null, costState: null, confirmedAt: null, bookings: [], hold };
    }
    const hold = { amount: ceiling, endedAt: confirmedAt, outcome: "booked" } as const;
    const bookings: Booking[] = [{ kind: "settle", amount: bill, basis: "stats", bookedAt: confirmedAt }];
    return { cost: bill, costState: "confirmed", confirmedAt, bookings, hold };
  }
  const hold = { amount: ceiling, endedAt, outcome: "booked" } as const;
  const bookings: Booking[] = [{ kind: "settle", amount: bill, basis: "usage", bookedAt: endedAt }];
  if (random.chance(0.04)) return { cost: bill, costState: "reported", confirmedAt: null, bookings, hold };
  // A cache discount that the stream did not know of.
  const discount = random.chance(0.015) ? (-(bill / 20n) as Usd) : ZERO;
  if (discount !== ZERO)
    bookings.push({ kind: "adjust", amount: discount, basis: "stats", bookedAt: confirmedAt });
  return { cost: add(bill, discount), costState: "confirmed", confirmedAt, bookings, hold };
}

/** The record that the upstream would have shown, as far as a page shows it. */
export const inventStats = (
  upstreamId: string,
  provider: string,
  cost: Usd,
  usage: SeedUsage,
  cancelled: boolean,
) => ({
  id: upstreamId,
  provider_name: provider,
  total_cost: Number(formatDecimal(cost)),
  native_tokens_prompt: usage.promptTokens,
  native_tokens_completion: usage.completionTokens,
  native_tokens_reasoning: usage.reasoningTokens,
  native_tokens_cached: usage.cachedTokens,
  streamed: true,
  cancelled,
});
