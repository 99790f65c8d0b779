import fc from "fast-check";
import { expect, test } from "vitest";
import { MOST_TOKENS, readTokenChances, TokenChances } from "./token-chances";

const told = (token: string, logprob: unknown, others: unknown = []) => ({
  ...{ token, logprob, bytes: [1] },
  top_logprobs: others,
});

test("chances are read, the chosen token not among the others", () => {
  const content = [told("Hi", Math.log(0.5), [told("Hi", Math.log(0.5)), told("Hey", Math.log(0.25))])];
  const [hi] = readTokenChances({ content });
  expect(hi).toMatchObject({ token: "Hi", others: [{ token: "Hey" }] });
  expect(hi?.chance).toBeCloseTo(0.5);
  expect(hi?.others[0]?.chance).toBeCloseTo(0.25);
  expect(readTokenChances({ content: [told("a", 0), told("b", -9999)] }).map(({ chance }) => chance)).toEqual(
    [1, 0],
  );
});

test("whatever else comes is left out, and all of it is bounded", () => {
  expect(readTokenChances({ content: [told("a", 1), told("b", "x"), told("c", null), {}, null, 7] })).toEqual(
    [],
  );
  for (const wrong of [null, undefined, [], { content: {} }, { tokens: ["a"], token_logprobs: [-1] }])
    expect(readTokenChances(wrong)).toEqual([]);
  const many = Array.from({ length: 5_000 }, () =>
    told(
      "a",
      -1,
      Array.from({ length: 99 }, () => told("b", -2)),
    ),
  );
  const read = readTokenChances({ content: many });
  expect(read).toHaveLength(MOST_TOKENS);
  expect(read[0]?.others.length).toBeLessThanOrEqual(21);
  fc.assert(
    fc.property(fc.anything(), (anything) => {
      const tokens = readTokenChances({ content: [anything, { token: "a", logprob: anything }] });
      expect(TokenChances.safeParse({ tokens }).success).toBe(true);
    }),
  );
});
