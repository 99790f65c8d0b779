import { add, type Usd, ZERO } from "@/lib/core/money";
import type { Figures } from "./overview-api";
import { addSketch, countAll, NO_SKETCH, percentile, type Sketch } from "./sketch";

type Counts = Record<
  | "generations"
  | "unknown"
  | "failedPatchbay"
  | "failedOpenrouter"
  | "failedProvider"
  | "failedNobody"
  | "cancelled"
  | "fallbacks",
  number
>;
type Tokens = Record<
  | "promptTokens"
  | "completionTokens"
  | "reasoningTokens"
  | "cachedTokens"
  | "cacheWriteTokens"
  | "pricedTokens",
  number | null
>;
type Dollars = Record<"pricedCost" | "listCost" | "cacheSavings" | "upstreamCost", Usd | null>;

/** What sets of generations are added up as. Null is unknown. */
export type Sums = Counts & Tokens & Dollars & { cost: Usd; ttft: Sketch; speed: Sketch };

export const noSums = (): Sums => ({
  cost: ZERO,
  generations: 0,
  unknown: 0,
  failedPatchbay: 0,
  failedOpenrouter: 0,
  failedProvider: 0,
  failedNobody: 0,
  cancelled: 0,
  fallbacks: 0,
  promptTokens: null,
  completionTokens: null,
  reasoningTokens: null,
  cachedTokens: null,
  cacheWriteTokens: null,
  pricedTokens: null,
  pricedCost: null,
  listCost: null,
  cacheSavings: null,
  upstreamCost: null,
  ttft: NO_SKETCH,
  speed: NO_SKETCH,
});

/** Exactly what all of them come to together, provided that no generation is in two of them. */
export function addSums(all: Iterable<Sums>): Sums {
  const total = noSums();
  for (const sums of all) {
    for (const name of COUNTS) total[name] += sums[name];
    for (const name of TOKENS) total[name] = plus(total[name], sums[name], (left, right) => left + right);
    for (const name of DOLLARS) total[name] = plus(total[name], sums[name], add);
    total.cost = add(total.cost, sums.cost);
    total.ttft = addSketch(total.ttft, sums.ttft);
    total.speed = addSketch(total.speed, sums.speed);
  }
  return total;
}

const plus = <Of>(left: Of | null, right: Of | null, together: (left: Of, right: Of) => Of): Of | null =>
  left === null || right === null ? (left ?? right) : together(left, right);

const COUNTS = [
  "generations",
  "unknown",
  "failedPatchbay",
  "failedOpenrouter",
  "failedProvider",
  "failedNobody",
  "cancelled",
  "fallbacks",
] as const satisfies (keyof Counts)[];
const TOKENS = [
  "promptTokens",
  "completionTokens",
  "reasoningTokens",
  "cachedTokens",
  "cacheWriteTokens",
  "pricedTokens",
] as const satisfies (keyof Tokens)[];
const DOLLARS = [
  "pricedCost",
  "listCost",
  "cacheSavings",
  "upstreamCost",
] as const satisfies (keyof Dollars)[];

/** Slow ones are as much below this as fast ones are above: speeds are counted in thousandths. */
const SPEED_UNIT = 1_000;

export function toFigures(sums: Sums): Figures {
  const [timed, measured] = [countAll(sums.ttft), countAll(sums.speed)];
  const speed = (share: number) => {
    const thousandths = percentile(sums.speed, share, measured);
    return thousandths === null ? null : thousandths / SPEED_UNIT;
  };
  return {
    cost: sums.cost,
    unknown: sums.unknown,
    generations: sums.generations,
    failed: failedOf(sums),
    failedBy: {
      patchbay: sums.failedPatchbay,
      openrouter: sums.failedOpenrouter,
      provider: sums.failedProvider,
      nobody: sums.failedNobody,
    },
    cancelled: sums.cancelled,
    fallbacks: sums.fallbacks,
    promptTokens: sums.promptTokens,
    completionTokens: sums.completionTokens,
    reasoningTokens: sums.reasoningTokens,
    cachedTokens: sums.cachedTokens,
    cacheWriteTokens: sums.cacheWriteTokens,
    pricedTokens: sums.pricedTokens,
    pricedCost: sums.pricedCost,
    listCost: sums.listCost,
    cacheSavings: sums.cacheSavings,
    upstreamCost: sums.upstreamCost ?? ZERO,
    ttftP50Ms: percentile(sums.ttft, 0.5, timed),
    ttftP95Ms: percentile(sums.ttft, 0.95, timed),
    speedP50: speed(0.5),
    speedP5: speed(0.05),
  };
}

export const failedOf = (sums: Sums): number =>
  sums.failedPatchbay + sums.failedOpenrouter + sums.failedProvider + sums.failedNobody;

export const tokensOf = (sums: Sums): number => (sums.promptTokens ?? 0) + (sums.completionTokens ?? 0);
