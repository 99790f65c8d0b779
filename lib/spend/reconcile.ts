import { add, parseUsd, subtract, type Usd, ZERO } from "@/lib/core/money";
import type { ActivityRow } from "@/lib/openrouter/activity";
import type { Line, Reason, Verdict } from "./reconciliation-api";

/** What the ledger holds of one UTC day and one name of a model. */
export type OurSum = {
  day: string;
  model: string;
  cost: Usd;
  generations: number;
  /** Without a known cost. */
  unknown: number;
};

/** A line before it is known what is behind it, with the names by which ours go. */
export type Cell = Omit<Line, "reasons" | "suspects" | "looked"> & { names: string[] };

/** How many of our generations are of a kind that may be behind a difference. */
export type Facts = {
  /** Whose cost is what the stream said, and not the upstream's record of it. */
  reported: number;
  cancelled: number;
  /** On the team's own keys at providers. */
  byok: number;
  /** Began on this day and ended on the next. */
  overnight: number;
};

export const NO_FACTS: Facts = { reported: 0, cancelled: 0, byok: 0, overnight: 0 };

export type Scope = "key" | "account" | "sandbox";

/** Amounts arrive as floating-point numbers, summed up by someone else: a millionth of a dollar is no difference. */
export const TOLERANCE = parseUsd("0.000001");

type Side = { ours: OurSum[]; theirs: ActivityRow[] };
type Pair = { day: string; model: string } & Side;

/**
 * Lays the ledger beside what the upstream says it charged, by UTC day and model: latest day first, largest
 * differences first. Nothing is lost: the lines' sums are those of what came in.
 */
export function reconcile(ours: readonly OurSum[], theirs: readonly ActivityRow[]): Cell[] {
  return pairUp(ours, theirs)
    .map(compare)
    .filter(
      ({ ours: here, theirs: there, difference }) =>
        there !== null || difference !== ZERO || (here?.unknown ?? 0) > 0,
    )
    .sort(latestAndLargestFirst);
}

function pairUp(ours: readonly OurSum[], theirs: readonly ActivityRow[]): Pair[] {
  const idOf = nameBook(theirs);
  const pairs = new Map<string, Pair>();
  const at = (day: string, model: string): Side => {
    const key = `${day} ${model}`;
    const pair = pairs.get(key) ?? { day, model, ours: [], theirs: [] };
    pairs.set(key, pair);
    return pair;
  };
  for (const row of theirs) at(row.day, row.model).theirs.push(row);
  for (const sum of ours) at(sum.day, idOf(sum.model)).ours.push(sum);
  return [...pairs.values()];
}

/** Answers come under dated names, and under names with a suffix that only steers; the upstream bills them by id. */
function nameBook(theirs: readonly ActivityRow[]): (model: string) => string {
  const ids = new Set(theirs.map(({ model }) => model));
  const dated = new Map<string, Set<string>>();
  for (const { model, permaslug } of theirs) {
    if (permaslug === null) continue;
    const known = dated.get(permaslug) ?? new Set();
    dated.set(permaslug, known.add(model));
  }
  return (model) => {
    const plain = model.replace(STEERING, "");
    if (ids.has(model)) return model;
    if (ids.has(plain)) return plain;
    const [base, variant] = splitVariant(plain);
    const candidates = [...(dated.get(plain) ?? dated.get(base) ?? [])];
    // A free variant shares the dated name of what is paid for.
    return candidates.find((id) => splitVariant(id)[1] === variant) ?? plain;
  };
}

const STEERING = /:(nitro|floor|exacto|online)(?=:|$)/g;

function splitVariant(id: string): [base: string, variant: string] {
  const at = id.indexOf(":");
  return at === -1 ? [id, ""] : [id.slice(0, at), id.slice(at)];
}

function compare({ day, model, ours, theirs }: Pair): Cell {
  const count = (name: "generations" | "unknown") => ours.reduce((sum, one) => sum + one[name], 0);
  const here = add(...ours.map(({ cost }) => cost));
  const there = add(...theirs.map(({ usage }) => usage));
  const difference = subtract(there, here);
  return {
    ...{ day, model, difference },
    verdict: verdictOf({ ours, theirs }, difference),
    ours:
      ours.length === 0 ? null : { cost: here, generations: count("generations"), unknown: count("unknown") },
    theirs:
      theirs.length === 0
        ? null
        : {
            cost: there,
            requests: theirs.reduce((sum, { requests }) => sum + requests, 0),
            byok: add(...theirs.map(({ byokUsage }) => byokUsage)),
          },
    names: [...new Set(ours.map((one) => one.model))],
  };
}

function verdictOf({ ours, theirs }: Side, difference: Usd): Verdict {
  if (ours.length === 0) return "only_there";
  if (theirs.length === 0) return "only_here";
  return isWithin(difference, ZERO) ? "matched" : "differs";
}

/** Whether two amounts are the same but for rounding. */
export const isWithin = (left: Usd, right: Usd): boolean =>
  left - right <= TOLERANCE && right - left <= TOLERANCE;

/**
 * Whatever could be behind a difference, of all lines at once; that there is one explanation does not rule out another.
 * @param factsOf what is known of our side of a line
 */
export function explain(
  cells: readonly Cell[],
  factsOf: (cell: Cell) => Facts,
  scope: Scope,
): Map<Cell, Reason[]> {
  return new Map(cells.map((cell) => [cell, reasonsOf(cell, factsOf(cell), cells, scope)]));
}

function reasonsOf(cell: Cell, facts: Facts, all: readonly Cell[], scope: Scope): Reason[] {
  if (cell.verdict === "matched") return [];
  const { difference, ours, theirs } = cell;
  const [more, less] = [difference > ZERO, difference < ZERO];
  const [requests, generations] = [theirs?.requests ?? 0, ours?.generations ?? 0];
  const isOpposite = (other: Cell) => other !== cell && isWithin(other.difference, -difference as Usd);
  const isMoved = (other: Cell) =>
    isOpposite(other) && other.model === cell.model && isNextTo(other.day, cell.day);
  const reasons: [Reason, boolean][] = [
    ["unknown_cost", (ours?.unknown ?? 0) > 0],
    ["not_confirmed", facts.reported > 0],
    ["cancelled", more && facts.cancelled > 0],
    ["byok", facts.byok > 0 || (theirs !== null && theirs.byok !== ZERO)],
    ["day_boundary", facts.overnight > 0 || all.some(isMoved)],
    ["other_name", all.some((other) => isOpposite(other) && other.day === cell.day)],
    ["sandbox_restarted", scope === "sandbox" && less],
    ["other_keys", scope === "account" && more],
    ["other_programs", scope === "key" && more && requests > generations],
    ["not_reported", scope !== "sandbox" && less && requests < generations],
  ];
  return reasons.flatMap(([reason, holds]) => (holds ? [reason] : []));
}

const DAY = 86_400_000;

const isNextTo = (one: string, other: string): boolean =>
  Math.abs(Date.parse(one) - Date.parse(other)) === DAY;

const size = (amount: Usd): Usd => (amount < ZERO ? (-amount as Usd) : amount);

function latestAndLargestFirst(left: Cell, right: Cell): number {
  if (left.day !== right.day) return left.day > right.day ? -1 : 1;
  const [one, other] = [size(left.difference), size(right.difference)];
  if (one !== other) return one > other ? -1 : 1;
  return left.model < right.model ? -1 : 1;
}
