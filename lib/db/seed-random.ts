/** Reproducible chance: the same seed tells the same story. Not for secrets. */
export type Random = {
  /** At least 0, below 1. */
  unit(): number;
  chance(probability: number): boolean;
  /** A whole number from `low` up to and including `high`. */
  between(low: number, high: number): number;
  /** Most around the median, some far above it: what token counts and latencies look like. */
  skewed(median: number, spread: number): number;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
  weighted<Item extends { weight: number }>(items: readonly [Item, ...Item[]]): Item;
  /** Like `weighted` for a list that is asked often: prepared once, then searched by halving. */
  picker<Item extends { weight: number }>(items: readonly [Item, ...Item[]]): () => Item;
  /** So many hexadecimal digits. */
  hex(digits: number): string;
  /** A UUIDv7 of a moment in milliseconds. */
  uuid(at: number): string;
};

/** Lists are asked again and again, and never change. */
const weights = new WeakMap<readonly { weight: number }[], number>();

function weightOf(items: readonly { weight: number }[]): number {
  const known = weights.get(items);
  if (known !== undefined) return known;
  const sum = items.reduce((total, { weight }) => total + weight, 0);
  weights.set(items, sum);
  return sum;
}

export function createRandom(seed: number): Random {
  let state = seed | 0;
  // Mulberry32.
  const unit = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (low: number, high: number) => low + Math.floor(unit() * (high - low + 1));
  const hex = (digits: number): string => {
    let text = "";
    while (text.length < digits)
      text += Math.floor(2 ** 32 + unit() * 2 ** 32)
        .toString(16)
        .slice(1);
    return text.slice(0, digits);
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());
  return {
    unit,
    between,
    chance: (probability) => unit() < probability,
    skewed: (median, spread) => Math.max(1, Math.round(median * Math.exp(normal() * spread))),
    pick: (items) => items[between(0, items.length - 1)] ?? items[0],
    weighted(items) {
      let left = unit() * weightOf(items);
      for (const item of items) {
        left -= item.weight;
        if (left < 0) return item;
      }
      return items[0];
    },
    picker(items) {
      let sum = 0;
      const ends = items.map(({ weight }) => {
        sum += weight;
        return sum;
      });
      return () => {
        const target = unit() * sum;
        let [low, high] = [0, ends.length - 1];
        while (low < high) {
          const middle = (low + high) >> 1;
          if ((ends[middle] ?? sum) > target) high = middle;
          else low = middle + 1;
        }
        return items[low] ?? items[0];
      };
    },
    hex,
    uuid(at) {
      const time = at.toString(16).padStart(12, "0");
      const chance = hex(16);
      const variant = "89ab"[between(0, 3)];
      return `${time.slice(0, 8)}-${time.slice(8)}-7${chance.slice(0, 3)}-${variant}${chance.slice(3, 6)}-${chance.slice(6)}${hex(2)}`;
    },
  };
}
