import { UNKNOWN } from "@/lib/core/format";

type Range<Value> = { low: Value; high: Value };

/** `400 ms–1.2 s`, or one figure where both ends read the same; `—` where there is none. */
export function formatRange<Value>(range: Range<Value> | null, format: (value: Value) => string): string {
  if (range === null) return UNKNOWN;
  const [low, high] = [format(range.low), format(range.high)];
  return low === high ? low : `${low}–${high}`;
}

/**
 * A chance in percent, rounded towards the middle: only what is certain reads as all, and only what never happens as
 * nothing.
 */
export function formatChance(chance: number): string {
  if (chance <= 0) return "0 %";
  if (chance >= 1) return "100 %";
  if (chance < 0.000_01) return "< 0.001 %";
  if (chance > 0.999_99) return "> 99.999 %";
  return `${Number((chance * 100).toPrecision(chance > 0.9 ? 5 : 3))} %`;
}
