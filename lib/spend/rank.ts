import type { Value } from "@/lib/ledger/dimensions";
import type { RANKS } from "./overview-api";
import { percentile } from "./sketch";
import { failedOf, type Sums, tokensOf } from "./sums";

type Ranked = { value: Value; sums: Sums };

/** What counts most comes first: the dearest, the most, the slowest. Equals go by cost, by number, by name. */
export function rankOf(rank: (typeof RANKS)[number]): (left: Ranked, right: Ranked) => number {
  const figures = [FIGURES[rank], FIGURES.cost, FIGURES.generations];
  return (left, right) => {
    for (const figure of figures) {
      const [here, there] = [figure(left.sums), figure(right.sums)];
      if (here !== there) return here > there ? -1 : 1;
    }
    return nameOf(left) < nameOf(right) ? -1 : 1;
  };
}

const FIGURES: Record<(typeof RANKS)[number], (sums: Sums) => number | bigint> = {
  cost: ({ cost }) => cost,
  generations: ({ generations }) => generations,
  tokens: tokensOf,
  errors: failedOf,
  // Half of the answers; where nothing is known, nothing is slow.
  latency: ({ ttft }) => percentile(ttft, 0.5) ?? -1,
};

/** What has no value comes last. */
const nameOf = ({ value }: Ranked): string => value ?? "\u{10FFFF}";
