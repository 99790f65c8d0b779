import type { CostRange } from "@/lib/catalog/estimate-range";
import { add, divide, type Usd, ZERO } from "@/lib/core/money";
import { sortOf } from "@/lib/routing/preferences";
import { ALWAYS, both, type Chance, type ChanceRange, NEVER, type Range, toNumber, toRange } from "./chance";
import type { RouteSpecView } from "./routes-api";
import { figuresOf, type HopFigures, type SimulationFacts } from "./simulate-hop";
import { preferencesOf } from "./spec-preferences";

/** Shares and chances are of one. A range with two equal ends is known; null is not known at all. */
export type HopForecast = Omit<HopFigures, "availability"> & {
  model: string;
  /** That it answers once it is asked. */
  availability: Range | null;
  /** Of all requests: those that it answers. Null as well where endpoints of all models are put in one order. */
  share: Range | null;
};

export type ArmForecast = {
  hops: HopForecast[];
  /** That any hop answers. */
  availability: Range | null;
  /** The rest. */
  failsEverywhere: Range | null;
  /** Of a typical request on average, those that fail and cost nothing included. */
  expected: CostRange | null;
  /** Of a typical request at the dearest provider that may get it. */
  worst: Usd | null;
  /** Milliseconds on average over answers, without what is lost on providers that fail first. */
  ttftMs: Range | null;
};

/**
 * Where the requests of an arm will end, and what they cost, by the upstream's list of providers. Providers are taken to
 * fail independently of each other, each as often as its uptime of the last day says. What is not known stays
 * open: a figure that depends on it has two ends, or none.
 */
export function simulateArm(
  chain: readonly string[],
  spec: Pick<RouteSpecView, "parameters">,
  facts: SimulationFacts,
): ArmForecast {
  const figures = chain.map((model) => figuresOf(model, spec, facts));
  const outcomes = cornersOf(figures).map(sharesOf);
  const fails = rangeOver(outcomes, ({ failed }) => failed);
  const isAcross = sortOf(preferencesOf(spec)).across;
  // A hop that nobody can serve has no say in what follows.
  const able = figures.filter(({ availability }) => availability.high > NEVER);
  return {
    hops: figures.map(({ availability, ...figure }, index) => ({
      ...figure,
      model: chain[index] ?? "",
      availability: toRange(availability),
      share: isAcross ? null : toRange(rangeOver(outcomes, ({ shares }) => shares[index] ?? NEVER)),
    })),
    availability: toRange({ low: ALWAYS - fails.high, high: ALWAYS - fails.low }),
    failsEverywhere: toRange(fails),
    expected: toRange(fails) && (isAcross ? costAcross(able, fails) : expectedCost(figures, outcomes)),
    worst: costsOf(able)?.reduce((most, { high }) => (high > most ? high : most), ZERO) ?? null,
    ttftMs: isAcross ? timeAcross(able) : expectedTime(figures, outcomes),
  };
}

/** The chances of the hops, each at one of its ends: nothing that depends on them goes beyond these. */
const cornersOf = (figures: readonly HopFigures[]): Chance[][] =>
  figures.reduce<Chance[][]>(
    (corners, { availability: { low, high } }) =>
      corners.flatMap((corner) =>
        low === high
          ? [[...corner, low]]
          : [
              [...corner, low],
              [...corner, high],
            ],
      ),
    [[]],
  );

type Outcome = { shares: Chance[]; failed: Chance };

/** What is left of all requests goes to the next hop. */
function sharesOf(chances: readonly Chance[]): Outcome {
  let failed = ALWAYS;
  const shares = chances.map((chance) => {
    const share = both(failed, chance);
    failed -= share;
    return share;
  });
  return { shares, failed };
}

function rangeOver(outcomes: readonly Outcome[], figure: (outcome: Outcome) => Chance): ChanceRange {
  const chances = outcomes.map(figure);
  return {
    low: chances.reduce((low, chance) => (chance < low ? chance : low), ALWAYS),
    high: chances.reduce((high, chance) => (chance > high ? chance : high), NEVER),
  };
}

/** Null when one of them is not known. */
function costsOf(figures: readonly HopFigures[]): CostRange[] | null {
  const costs = figures.map(({ cost }) => cost);
  return costs.every((cost) => cost !== null) ? costs : null;
}

function expectedCost(figures: readonly HopFigures[], outcomes: readonly Outcome[]): CostRange | null {
  const isKnown = figures.every(({ cost, availability }) => cost !== null || availability.high === NEVER);
  if (!isKnown) return null;
  const averages = (end: keyof CostRange) =>
    outcomes.map(({ shares }) => {
      const parts = figures.map(
        ({ cost }, index) => ((cost?.[end] ?? ZERO) * (shares[index] ?? NEVER)) as Usd,
      );
      return divide(add(...parts), ALWAYS);
    });
  const [lows, highs] = [averages("low"), averages("high")];
  return {
    low: lows.reduce((low, cost) => (cost < low ? cost : low)),
    high: highs.reduce((high, cost) => (cost > high ? cost : high)),
  };
}

/** Any hop may be the one that answers. */
function costAcross(able: readonly HopFigures[], fails: ChanceRange): CostRange | null {
  const costs = costsOf(able);
  if (costs === null) return null;
  const low = costs.reduce<Usd | null>(
    (least, cost) => (least === null || cost.low < least ? cost.low : least),
    null,
  );
  const high = costs.reduce((most, cost) => (cost.high > most ? cost.high : most), ZERO);
  const part = (cost: Usd, failed: Chance) => divide((cost * (ALWAYS - failed)) as Usd, ALWAYS);
  return { low: part(low ?? ZERO, fails.high), high: part(high, fails.low) };
}

function expectedTime(figures: readonly HopFigures[], outcomes: readonly Outcome[]): Range | null {
  const isKnown = figures.every(({ ttftMs, availability }) => ttftMs !== null || availability.high === NEVER);
  if (!isKnown) return null;
  const averages = outcomes
    .filter(({ failed }) => failed < ALWAYS)
    .flatMap(({ shares, failed }) =>
      (["low", "high"] as const).map((end) =>
        figures.reduce(
          (sum, { ttftMs }, index) =>
            sum + ((ttftMs?.[end] ?? 0) * toNumber(shares[index] ?? NEVER)) / toNumber(ALWAYS - failed),
          0,
        ),
      ),
    );
  return hull(averages);
}

function timeAcross(able: readonly HopFigures[]): Range | null {
  const times = able.map(({ ttftMs }) => ttftMs);
  return times.every((time) => time !== null) ? hull(times.flatMap(({ low, high }) => [low, high])) : null;
}

const hull = (values: readonly number[]): Range | null =>
  values.length === 0 ? null : { low: Math.min(...values), high: Math.max(...values) };
