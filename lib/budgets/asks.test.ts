import { expect, test } from "vitest";
import { formatDecimal, parseUsd } from "@/lib/core/money";
import { askState, sensibleAmount } from "./asks";

const now = new Date("2026-11-20T12:00:00.000Z");
const [before, after] = [new Date(now.getTime() - 1), new Date(now.getTime() + 1)];

test.each([
  ["open", after, true, "open"],
  ["open", null, true, "open"],
  ["open", now, true, "reset"],
  ["open", before, true, "reset"],
  ["open", before, false, "deleted"],
  ["lapsed", before, true, "reset"],
  // Put away while its budget was deleted, which has come back.
  ["lapsed", null, true, "declined"],
  ["lapsed", after, true, "declined"],
  ["lapsed", before, false, "deleted"],
  // What was answered stays answered.
  ["granted", before, true, "granted"],
  ["declined", after, false, "declined"],
] as const)("kept as %s, until %s, its budget there: %s, it is %s", (state, resetsAt, isThere, expected) => {
  expect(askState({ state, resetsAt, until: null }, isThere, null, now)).toBe(expected);
});

test.each([
  [after, "granted"],
  [now, "ended"],
  [before, "ended"],
] as const)("what was granted until %s is %s", (until, expected) => {
  expect(askState({ state: "granted", resetsAt: null, until }, true, null, now)).toBe(expected);
});

test.each([
  ["open", after, true, "suspended", "suspended"],
  ["open", after, true, "removed", "removed"],
  ["lapsed", after, true, "suspended", "suspended"],
  // What can change again says less than what cannot.
  ["open", before, true, "suspended", "reset"],
  ["open", before, false, "removed", "removed"],
  ["declined", after, true, "removed", "declined"],
  ["granted", after, true, "suspended", "granted"],
] as const)(
  "kept as %s, until %s, its budget there: %s, of somebody who is %s, it is %s",
  (state, resetsAt, isThere, out, expected) => {
    expect(askState({ state, resetsAt, until: null }, isThere, out, now)).toBe(expected);
  },
);

test.each([
  // A fifth of the limit, in round figures.
  ["10", "9", "0.5", null, "2"],
  ["500", "500", "0", "1", "100"],
  ["13", "13", "0", null, "5"],
  // More than that where more is lacking.
  ["1", "0.9", "0.08", "4.5", "5"],
  ["0", "0", "0", "0.0012", "0.01"],
  ["0", "0", "0", null, "0.01"],
  // As of a limit that was lowered, or set on what was spent long ago.
  ["1", "45.75", "0", "0.07", "50"],
  ["1", "45.75", "0", null, "50"],
])("of a limit of %s, with %s spent and %s held, for what may cost %s, it is %s", (...amounts) => {
  const [limit, spent, held, needed, expected] = amounts;
  const amount = sensibleAmount({
    ...{ limit: parseUsd(limit), spent: parseUsd(spent), held: parseUsd(held) },
    needed: needed === null ? null : parseUsd(needed),
  });
  expect(formatDecimal(amount)).toBe(expected);
});
