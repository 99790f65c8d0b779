import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { highlight } from "./highlight";

// A line is given a tenth of a second, and stays plain where the machine is too busy: here the clock stands still.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());
vi.setConfig({ testTimeout: 60_000 });

const LINES = [
  ...[
    "/* A comment over",
    ...Array.from({ length: 12 }, (_, at) => `line ${at}`),
    "to here */ const a = `text",
  ],
  ...[...Array.from({ length: 12 }, (_, at) => `and \${a + ${at}}`), "`;", "export const b = 1;"],
];
const code = LINES.join("\n");
const coloursOf = (line: { style: Record<string, string> }[] | undefined) =>
  new Set(line?.map(({ style }) => style["--shiki-light"]));

test("code is coloured a few lines at a time, and goes on where it left off", async () => {
  await highlight("const a = 1;", "ts");
  let turns = 0;
  let running = true;
  const count = () => {
    turns += 1;
    if (running) setImmediate(count);
  };
  setImmediate(count);
  const before = turns;
  const lines = await highlight(code, "ts");
  running = false;
  expect(lines?.map((line) => line.map(({ text }) => text).join(""))).toEqual(LINES);
  // Between the pieces everybody else had a turn.
  expect(turns - before).toBeGreaterThanOrEqual(2);
  const comment = coloursOf(lines?.[1]);
  expect(comment.size).toBe(1);
  expect(coloursOf(lines?.[11])).toEqual(comment);
  const text = coloursOf(lines?.[13]);
  expect(text).not.toEqual(comment);
  // In the middle of a text, in another piece.
  expect(lines?.[22]?.[0]?.style).toEqual(lines?.[15]?.[0]?.style);
});

test("what nobody wants any more is not gone on with", async () => {
  let asked = 0;
  expect(
    await highlight(code, "ts", () => {
      asked += 1;
      return asked < 2;
    }),
  ).toBeNull();
  expect(asked).toBe(2);
  expect(await highlight(code, "no such language")).toBeNull();
});
