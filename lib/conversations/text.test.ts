import fc from "fast-check";
import { expect, test } from "vitest";
import { titleFrom } from "./text";

test.each([
  ["Hello", "Hello"],
  ["\n\n  First   line \n second", "First line"],
  ["one\ttwo\r\nthree", "one two"],
  ["", "Untitled"],
  [" \n\u200b\n\0", "\ufffd"],
  ["\u202egnp.exe\u0007", "gnp.exe"],
  [`${"word ".repeat(20)}`, `${"word ".repeat(11)}word…`],
  ["x".repeat(61), `${"x".repeat(60)}…`],
  ["x".repeat(60), "x".repeat(60)],
  ["Find the bugs in this function ```js\nlet a;\n```", "Find the bugs in this function"],
  ["```ts title=one\nlet a;\n```", "let a;"],
  ["~~~\nlet a;\n~~~", "let a;"],
  ["What is ```let a``` here?", "What is let a here?"],
  ["```\n```", "Untitled"],
  ["What does ``` begin?", "What does begin?"],
  ["About `useState` ~~ roughly ~~", "About `useState` ~~ roughly ~~"],
  [`${"x".repeat(59)}🙂🙂`, `${"x".repeat(59)}…`],
])("%j is called %j", (message, title) => {
  expect(titleFrom(message)).toBe(title);
});

test("a title of any message is short, of one line, storable and not empty", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (message) => {
      const title = titleFrom(message);
      expect(title.length).toBeGreaterThan(0);
      expect(title.length).toBeLessThanOrEqual(61);
      expect(title).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      expect(title.isWellFormed()).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test("a message of a million characters has its title at once", () => {
  for (const piece of ["\n", " ", "\t", "a", "🙂", "\u200d", "a ", "`", "```a", "~", "```a`` "])
    expect(titleFrom(piece.repeat(1_000_000 / piece.length)).length).toBeLessThanOrEqual(61);
});
