import fc from "fast-check";
import { expect, test } from "vitest";
import { reuse } from "./reuse";

const data = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, 0, -0, 1, "", "a", true, 5n, 6n),
    fc.constantFrom(0, 1).map((time) => new Date(time)),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "__proto__"), tie("value"), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  ),
})).value;

test("what is reused says what was read, and no more of it is new than has changed", () => {
  fc.assert(
    fc.property(data, data, (before, after) => {
      expect(reuse(before, after)).toStrictEqual(after);
      expect(reuse(before, structuredClone(before))).toBe(before);
      const wrapped = { same: before, other: 1 };
      const next = reuse(wrapped, { same: structuredClone(before), other: 2 }) as typeof wrapped;
      expect(next.same).toBe(before);
    }),
  );
});
