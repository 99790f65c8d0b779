import { add, subtract, type Usd, ZERO } from "@/lib/core/money";

export type Raise = { amount: Usd; until: Date };

/** What may be spent at a moment: the limit, and what it is raised by until then. */
export const ceilingAt = (limit: Usd, raise: Raise | null, at: Date): Usd =>
  raise && raise.until > at ? add(limit, raise.amount) : limit;

/** What neither is spent nor may be; never less than nothing, though corrections can bring spending past a limit. */
export function leftOf(ceiling: Usd, spent: Usd, held: Usd): Usd {
  const left = subtract(ceiling, add(spent, held));
  return left > ZERO ? left : ZERO;
}
