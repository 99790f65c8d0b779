import { expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { BreakLine, type BreakReport } from "@/lib/routes/break-api";
import { breakLines } from "./break-lines";

const REPORT: BreakReport = {
  ...{ simulation: true, version: 1, arm: "main", at: new Date("2026-11-20T12:00:00Z"), runs: [] },
};

const linesOf = async (response: Response) =>
  (await response.text())
    .trim()
    .split("\n")
    .map((line) => BreakLine.parse(JSON.parse(line)));

test("how far it has come is told line by line, and at last the report", async () => {
  const response = breakLines({
    of: 2,
    async run(onDone) {
      onDone?.(1);
      onDone?.(2);
      return REPORT;
    },
  });
  expect(await linesOf(response)).toEqual([
    { done: 0, of: 2 },
    { done: 1, of: 2 },
    { done: 2, of: 2 },
    { report: REPORT },
  ]);
});

test("what goes wrong on the way is told as well", async () => {
  const response = breakLines({ of: 1, run: () => Promise.reject(new AppError("unavailable")) });
  expect(await linesOf(response)).toMatchObject([{ done: 0 }, { error: { code: "unavailable" } }]);
});

test("whoever leaves ends it", async () => {
  let signal: AbortSignal | undefined;
  const response = breakLines({
    of: 1,
    run: (_, given) => {
      signal = given;
      return new Promise((_resolve, reject) => given?.addEventListener("abort", () => reject(given.reason)));
    },
  });
  await response.body?.cancel();
  expect(signal?.aborted).toBe(true);
});
