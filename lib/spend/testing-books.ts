import { type Choices, DIMENSIONS, type Dimension, type Value } from "@/lib/ledger/dimensions";
import type { Figures } from "./overview-api";
import { exactPercentile, type Facts, factsOf, type Row, valuesOf } from "./testing";

// Rows as columns: what each of them adds to a sum is worked out once, and a question takes one pass over numbers.

/** Sums over a set of rows. Null is unknown. */
export type Tally = Omit<Facts, "ttft" | "speed"> & { ttfts: number[]; speeds: number[] };

/** Which rows are meant, and what tells them apart. */
type Question = {
  from: number;
  /** Not a part of it. */
  to: number;
  choices: Choices;
  /** In which bucket a moment lies, from 0. */
  bucketOf(at: number): number;
  by: readonly [first: Dimension, second?: Dimension | undefined];
};

/** Rows that have the bucket and the values in common; of a generation with several tags, all of its tags. */
type Cell = { bucket: number; first: readonly Value[]; second: readonly Value[]; tally: Tally };

export function createBooks() {
  const moments: number[] = [];
  const facts: Facts[] = [];
  const columns = Object.fromEntries(DIMENSIONS.map((name) => [name, createColumn()])) as Record<
    Dimension,
    ReturnType<typeof createColumn>
  >;
  let earliest = Number.POSITIVE_INFINITY;

  const write = (place: number, row: Row): void => {
    moments[place] = row.startedAt.getTime();
    facts[place] = factsOf(row);
    earliest = Math.min(earliest, row.startedAt.getTime());
    for (const name of DIMENSIONS) columns[name].write(place, valuesOf(row, name));
  };

  /** For each set of values whether it is wanted; each set is looked at once. */
  const verdicts = (choices: Choices) =>
    DIMENSIONS.flatMap((name) => {
      const choice = choices[name];
      if (!choice) return [];
      const isWanted = columns[name].sets.map(
        (set) => set.some((value) => choice.values.includes(value)) !== choice.exclude,
      );
      return [{ codes: columns[name].codes, isWanted }];
    });

  return {
    add: (row: Row) => write(moments.length, row),
    /** What the row at that place, in the order in which they were added, has become. */
    change: write,
    /** Whether anything had started by then. */
    hasBegun: (moment: number) => earliest <= moment,
    valuesOf: (dimension: Dimension): Value[] => [...new Set(columns[dimension].sets.flat())].sort(),
    /** Sums by bucket and values, in one pass. */
    cells({ from, to, choices, bucketOf, by: [first, second] }: Question): Cell[] {
      const [one, other] = [columns[first], second && columns[second]];
      const wanted = verdicts(choices);
      const width = one.sets.length * (other?.sets.length ?? 1);
      const cells = new Map<number, Cell>();
      for (let place = 0; place < moments.length; place++) {
        const at = moments[place] as number;
        if (at < from || at >= to) continue;
        if (!wanted.every(({ codes, isWanted }) => isWanted[codes[place] as number])) continue;
        const [here, there] = [one.codes[place] as number, other ? (other.codes[place] as number) : 0];
        const bucket = bucketOf(at);
        const key = bucket * width + there * one.sets.length + here;
        let cell = cells.get(key);
        if (!cell) {
          cell = {
            ...{ bucket, tally: emptyTally() },
            ...{ first: one.sets[here] ?? [], second: other?.sets[there] ?? [] },
          };
          cells.set(key, cell);
        }
        addFacts(cell.tally, facts[place] as Facts);
      }
      return [...cells.values()];
    },
  };
}
export type Books = ReturnType<typeof createBooks>;

/** Of each row the number of its values; those of a generation with several tags are one set. */
function createColumn() {
  const sets: Value[][] = [];
  const known = new Map<string, number>();
  const codes: number[] = [];
  return {
    sets,
    codes,
    write(place: number, values: Value[]): void {
      const name = JSON.stringify(values.toSorted());
      const code = known.get(name) ?? sets.push(values) - 1;
      known.set(name, code);
      codes[place] = code;
    },
  };
}

const emptyTally = (): Tally => ({
  ...{ generations: 0, unknown: 0, failed: 0, patchbay: 0, openrouter: 0, provider: 0 },
  ...{ cancelled: 0, fallbacks: 0, ttfts: [], speeds: [] },
  ...{ promptTokens: null, completionTokens: null, reasoningTokens: null, cachedTokens: null },
  ...{
    cacheWriteTokens: null,
    pricedTokens: null,
    cost: null,
    pricedCost: null,
    listCost: null,
    cacheSavings: null,
  },
  upstreamCost: null,
});

/** Of all cells that a key takes in one sum for each key. */
export function tallyBy<Key>(
  cells: readonly Cell[],
  keysOf: (cell: Cell) => readonly Key[],
): Map<Key, Tally> {
  const tallies = new Map<Key, Tally>();
  for (const cell of cells) {
    for (const key of keysOf(cell)) {
      const tally = tallies.get(key) ?? emptyTally();
      tallies.set(key, tally);
      addSums(tally, cell.tally);
      for (const ttft of cell.tally.ttfts) tally.ttfts.push(ttft);
      for (const speed of cell.tally.speeds) tally.speeds.push(speed);
    }
  }
  return tallies;
}

export const tallyAll = (cells: readonly Cell[]): Tally =>
  tallyBy(cells, () => [null]).get(null) ?? emptyTally();

function addFacts(tally: Tally, facts: Facts): void {
  addSums(tally, facts);
  if (facts.ttft !== null) tally.ttfts.push(facts.ttft);
  if (facts.speed !== null) tally.speeds.push(facts.speed);
}

type Summed = Omit<Facts, "ttft" | "speed">;

function addSums(to: Summed, from: Summed): void {
  to.generations += from.generations;
  to.unknown += from.unknown;
  to.failed += from.failed;
  to.patchbay += from.patchbay;
  to.openrouter += from.openrouter;
  to.provider += from.provider;
  to.cancelled += from.cancelled;
  to.fallbacks += from.fallbacks;
  to.promptTokens = plus(to.promptTokens, from.promptTokens);
  to.completionTokens = plus(to.completionTokens, from.completionTokens);
  to.reasoningTokens = plus(to.reasoningTokens, from.reasoningTokens);
  to.cachedTokens = plus(to.cachedTokens, from.cachedTokens);
  to.cacheWriteTokens = plus(to.cacheWriteTokens, from.cacheWriteTokens);
  to.pricedTokens = plus(to.pricedTokens, from.pricedTokens);
  to.cost = plusMoney(to.cost, from.cost);
  to.pricedCost = plusMoney(to.pricedCost, from.pricedCost);
  to.listCost = plusMoney(to.listCost, from.listCost);
  to.cacheSavings = plusMoney(to.cacheSavings, from.cacheSavings);
  to.upstreamCost = plusMoney(to.upstreamCost, from.upstreamCost);
}

const plus = (left: number | null, right: number | null): number | null =>
  left === null ? right : right === null ? left : left + right;
const plusMoney = (left: bigint | null, right: bigint | null): bigint | null =>
  left === null ? right : right === null ? left : left + right;

/** What is the same to the last digit in the product's figures. */
export function exactFigures(
  tally: Tally,
): Omit<Figures, "ttftP50Ms" | "ttftP95Ms" | "speedP50" | "speedP5"> {
  const { failed, patchbay, openrouter, provider, ttfts: _, speeds: __, ...others } = tally;
  return {
    ...others,
    failed,
    failedBy: { patchbay, openrouter, provider, nobody: failed - patchbay - openrouter - provider },
    cost: (tally.cost ?? 0n) as Figures["cost"],
    pricedCost: tally.pricedCost as Figures["pricedCost"],
    listCost: tally.listCost as Figures["listCost"],
    cacheSavings: tally.cacheSavings as Figures["cacheSavings"],
    upstreamCost: (tally.upstreamCost ?? 0n) as Figures["upstreamCost"],
  };
}

/** What its percentiles come near to. */
export function truePercentiles({ ttfts, speeds }: Tally) {
  const [slow, fast] = [Float64Array.from(ttfts).sort(), Float64Array.from(speeds).sort()];
  return {
    ttftP50Ms: exactPercentile(slow, 0.5),
    ttftP95Ms: exactPercentile(slow, 0.95),
    speedP50: exactPercentile(fast, 0.5),
    speedP5: exactPercentile(fast, 0.05),
  };
}
