import { expect, test } from "vitest";
import { stretches } from "./timing";

const at = (ms: number) => new Date(1_000_000 + ms);
const now = at(5_000);

test("a finished generation prepares, waits and answers without gaps", () => {
  expect(stretches({ startedAt: at(0), sentAt: at(10), ttftMs: 400, endedAt: at(2_000) }, now)).toEqual([
    { name: "Preparing", from: 0, to: 10 },
    { name: "Waiting", from: 10, to: 410 },
    { name: "Answering", from: 410, to: 2_000 },
  ]);
});

test("without a first token all of it was waiting, and a running one lasts until now", () => {
  expect(stretches({ startedAt: at(0), sentAt: at(10), ttftMs: null, endedAt: null }, now)).toEqual([
    { name: "Preparing", from: 0, to: 10 },
    { name: "Waiting", from: 10, to: 5_000 },
  ]);
});

test("what was never sent only prepared, and clocks that disagree draw nothing backwards", () => {
  expect(stretches({ startedAt: at(0), sentAt: null, ttftMs: null, endedAt: at(30) }, now)).toEqual([
    { name: "Preparing", from: 0, to: 30 },
  ]);
  expect(stretches({ startedAt: at(100), sentAt: at(90), ttftMs: 9_000, endedAt: at(50) }, now)).toEqual([]);
});
