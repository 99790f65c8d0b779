import { figure } from "../lib/table.mjs";
import { FLAT_OUT, MAIN } from "./loads.mjs";

const HELD_LIMIT = 150_000;
/** Memory that grew by less than this share over 8,000 streams did not grow with them. */
const GROWTH = 0.1;

/**
 * What was promised, beside what was found.
 * @returns {{ goal: string, found: string, isMet: boolean | null }[]} null: there was nothing to compare with
 */
export function judge(measured) {
  return goalsOf(measured).filter(({ isMeasured }) => isMeasured);
}

function goalsOf({ results, memory, roundTrip }) {
  const added = (target) => results.of(MAIN, target)?.added.firstByte50 ?? null;
  const rate = (target) => results.of(FLAT_OUT, target)?.rate ?? null;
  const database = roundTrip ?? 0;
  const goals = [];
  for (const [id, name] of [
    ["patchbay", "self-hosted, PGlite"],
    ["patchbay-postgres", "self-hosted, Postgres"],
  ]) {
    goals.push(
      atMost(`${name}: adds at most 3 ms to the first byte`, added(id), 3, "ms"),
      atMost(`${name}: adds at most a tenth of what Portkey adds`, added(id), tenth(added("portkey")), "ms"),
      atLeast(`${name}: flat out at least twice Portkey`, rate(id), times(2, rate("portkey")), "events/s"),
    );
  }
  const next = "patchbay-next";
  goals.push(
    atMost(
      "through Next: adds at most what bare Next adds, and one database round trip",
      added(next),
      plus(added("next"), database),
      "ms",
    ),
    atMost(
      "through Next: adds at most a quarter of what Portkey adds",
      added(next),
      times(0.25, added("portkey")),
      "ms",
    ),
    atLeast(
      "through Next: flat out at least 1.5 times Portkey",
      rate(next),
      times(1.5, rate("portkey")),
      "events/s",
    ),
  );
  for (const { name, held, many } of memory.filter(({ id }) => id.startsWith("patchbay"))) {
    goals.push(
      atMost(`${name}: at most 150 kB per open stream`, held.perStream / 1_000, HELD_LIMIT / 1_000, "kB"),
      atMost(
        `${name}: memory flat from 2,000 to 10,000 streams`,
        (many.late / many.early - 1) * 100,
        GROWTH * 100,
        "%",
      ),
    );
  }
  return goals;
}

const times = (factor, value) => (value === null ? null : factor * value);
const tenth = (value) => times(0.1, value);
const plus = (value, more) => (value === null ? null : value + more);

const atMost = (goal, value, limit, unit) => judged(goal, value, limit, unit, "≤", (is, may) => is <= may);
const atLeast = (goal, value, limit, unit) => judged(goal, value, limit, unit, "≥", (is, must) => is >= must);

function judged(goal, value, limit, unit, sign, holds) {
  return {
    goal,
    isMeasured: value !== null,
    found: `${figure(value)} (${sign} ${figure(limit)} ${unit})`,
    isMet: value === null || limit === null ? null : holds(value, limit),
  };
}
