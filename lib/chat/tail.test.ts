import fc from "fast-check";
import { expect, test } from "vitest";
import { createTail } from "./tail";

const cut = (text: string, sizes: readonly number[]): string[] => {
  const pieces: string[] = [];
  for (let at = 0, next = 0; at < text.length; next += 1) {
    const size = sizes[next % sizes.length] ?? 1;
    pieces.push(text.slice(at, at + size));
    at += size;
  }
  return pieces;
};
const KEPT = { length: 10, events: 3, longest: 1_000 };

test("all of a text is kept where nothing says otherwise", () => {
  const tail = createTail(null);
  for (const piece of ["a".repeat(1_000), "b"]) tail.push(piece);
  expect([tail.isCut, tail.take().length, tail.take()]).toEqual([false, 1_001, ""]);
});

test("the last characters are kept, by whole pieces", () => {
  const tail = createTail({ ...KEPT, events: 0 });
  for (const piece of ["aaaaaaaa", "bbbbbbbb", "cccccccc", "dddd"]) tail.push(piece);
  expect([tail.isCut, tail.take()]).toEqual([true, "ccccccccdddd"]);
});

test("the last events are kept in full, wherever the text is cut, and whatever breaks the lines", () => {
  const event = fc.tuple(fc.stringMatching(/^[a-z]{1,40}$/), fc.constantFrom("\n\n", "\r\n\r\n"));
  fc.assert(
    fc.property(
      fc.array(event, { minLength: 4, maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }),
      (events, sizes) => {
        const texts = events.map(([data, end]) => `data:${data}${end}`);
        const tail = createTail(KEPT);
        for (const piece of cut(texts.join(""), sizes)) tail.push(piece);
        expect(tail.take().endsWith(texts.slice(-2).join(""))).toBe(true);
      },
    ),
  );
});

test("no more is kept than the last events, nor of these more than can be understood", () => {
  const tail = createTail(KEPT);
  for (let index = 0; index < 1_000; index++) tail.push("data:x\n\n");
  expect(tail.take().length).toBeLessThanOrEqual(4 * "data:x\n\n".length);
  const endless = createTail(KEPT);
  for (let index = 0; index < 10_000; index++) endless.push("x");
  expect([endless.isCut, endless.take().length]).toEqual([true, KEPT.longest + 1]);
});
