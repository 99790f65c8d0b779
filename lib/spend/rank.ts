import type { Value } from "@/lib/ledger/dimensions";
import type { Rank } from "./overview-api";
import { percentile } from "./sketch";
import { failedOf, type Sums, tokensOf } from "./sums";

type Ranked = { value: Value; sums: Sums };

/** What counts most first: the dearest, the most, the slowest. Equals go by cost, by number, by name. */
export function inOrder<Group extends Ranked>(groups: readonly Group[], rank: Rank): Group[] {
  const figure = FIGURES[rank];
  // Once each: a percentile takes as long as all comparisons of a group together.
  const figures = new Map(groups.map((group) => [group, figure(group.sums)]));
  const of = (group: Group) => figures.get(group) ?? -1;
  return groups.toSorted(
    (left, right) =>
      descending(of(left), of(right)) ||
      descending(left.sums.cost, right.sums.cost) ||
      descending(left.sums.generations, right.sums.generations) ||
      (nameOf(left) < nameOf(right) ? -1 : 1),
  );
}

const descending = (left: number | bigint, right: number | bigint): number =>
  left === right ? 0 : left > right ? -1 : 1;

const FIGURES: Record<Rank, (sums: Sums) => number | bigint> = {
  cost: ({ cost }) => cost,
  generations: ({ generations }) => generations,
  tokens: tokensOf,
  errors: failedOf,
  // Half of the answers; where nothing is known, nothing is slow.
  latency: ({ ttft }) => percentile(ttft, 0.5) ?? -1,
};

/** What has no value comes last. */
const nameOf = ({ value }: Ranked): string => value ?? "\u{10FFFF}";
