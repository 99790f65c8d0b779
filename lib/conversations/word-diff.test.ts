import { expect, test } from "vitest";
import { compareTexts } from "./word-diff";

const sideOf = (parts: ReturnType<typeof compareTexts>["parts"], kind: "removed" | "added") =>
  parts.flatMap((part) => (part.kind === "same" || part.kind === kind ? part.text : "")).join("");

test("words are told apart, and each side can be read from the parts", () => {
  const [before, after] = ["The sky is blue, mostly.", "The sky is very grey, mostly."];
  const { parts, ...rest } = compareTexts(before, after);
  expect(rest).toEqual({ by: "word", same: 5, removed: 1, added: 2 });
  expect(parts.filter(({ kind }) => kind !== "same").map(({ kind, text }) => [kind, text.trim()])).toEqual([
    ["removed", "blue"],
    ["added", "very grey"],
  ]);
  expect([sideOf(parts, "removed"), sideOf(parts, "added")]).toEqual([before, after]);
});

test("equal texts have no difference, and nothing differs from everything", () => {
  expect(compareTexts("a b", "a b")).toEqual({
    parts: [{ kind: "same", text: "a b" }],
    ...{ by: "word", same: 2, removed: 0, added: 0 },
  });
  expect(compareTexts("", "a b")).toMatchObject({ same: 0, removed: 0, added: 2 });
});

test("what takes too long by words is compared by lines, then as a whole", () => {
  const text = (seed: number, between: string) =>
    Array.from({ length: 60_000 }, (_, index) => `w${(index * seed) % 7919}`).join(between);
  const started = performance.now();
  expect(compareTexts(text(31, " "), text(57, " "), 50)).toMatchObject({
    by: "line",
    ...{ same: 0, removed: 60_000, added: 60_000 },
  });
  expect(compareTexts(text(31, "\n"), text(57, "\n"), 50).by).toBe("whole");
  expect(performance.now() - started).toBeLessThan(15_000);
});
