import fc from "fast-check";
import { expect, test } from "vitest";
import { createMask } from "./mask";
import { cutAt } from "./testing.server";

const SECRET = "sk-or-v1-sk-or-";

test("whatever is cut wherever: the secret is blotted out, and nothing else is touched or lost", () => {
  const part = fc.constantFrom(SECRET, "sk-or-v1-", "sk", "-", "s", "x", "é", "\n\n");
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), fc.array(fc.nat(), { maxLength: 12 }), (parts, cuts) => {
      const text = parts.join("");
      const sent = Buffer.from(text);
      const mask = createMask(SECRET);
      const got = Buffer.concat([
        ...cutAt(sent, cuts).map((piece) => mask.pass(piece)),
        mask.rest(),
      ]).toString();
      expect(got).toBe(text.replaceAll(SECRET, "*".repeat(SECRET.length)));
      expect(sent.toString()).toBe(text);
    }),
    { numRuns: 2_000 },
  );
});

test("what cannot end in the secret does not wait, and is not copied", () => {
  const mask = createMask(SECRET);
  const piece = Buffer.from("data: {}\n\n");
  expect(mask.pass(piece)).toBe(piece);
});

test("a secret that breaks off with the text is blotted out, but for a hint", () => {
  const secret = `sk-or-v1-${"0123456789abcdef".repeat(4)}`;
  for (let length = 1; length < secret.length; length++) {
    const mask = createMask(secret);
    const sent = `said ${secret.slice(0, length)}`;
    const got = Buffer.concat([mask.pass(Buffer.from(sent)), mask.rest()]).toString();
    expect(got).toBe(length < 16 ? sent : `said ${"*".repeat(length)}`);
  }
});
