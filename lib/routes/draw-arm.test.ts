import fc from "fast-check";
import { expect, test } from "vitest";
import { drawArm } from "./draw-arm";

const armsOf = (shares: readonly number[]) =>
  shares.map((share, index) => ({ name: String.fromCharCode(97 + index), share }));

/** Shares of one to eight arms, 100 together. */
const Shares = fc
  .array(fc.nat(100), { minLength: 0, maxLength: 7 })
  .map((cuts) => [0, ...cuts.toSorted((one, other) => one - other), 100])
  .map((cuts) => cuts.slice(1).map((cut, index) => cut - (cuts[index] ?? 0)));

test("whoever asks again gets the same arm, one that has a share", () => {
  fc.assert(
    fc.property(Shares, fc.string(), fc.string(), (shares, route, who) => {
      const arm = drawArm(armsOf(shares), route, who);
      expect(arm.share).toBeGreaterThan(0);
      expect(drawArm(armsOf(shares), route, who)).toEqual(arm);
    }),
  );
});

/** How far from its share a fair draw of n strays in one of a hundred thousand tries, at most. */
const bound = (share: number, n: number) => 4.5 * Math.sqrt((n * share * (100 - share)) / 10_000) + 1;

test.each([
  ["counting numbers", (index: number) => String(index)],
  [
    "ids that differ at their end",
    (index: number) => `0191f0c0-0000-7000-8000-${String(index).padStart(12, "0")}`,
  ],
  ["addresses", (index: number) => `user${index}@example.com`],
])("shares hold for %s", (_name, nameOf) => {
  const n = 20_000;
  for (const shares of [
    [50, 50],
    [90, 10],
    [1, 99],
    [33, 33, 34],
    [5, 15, 30, 50, 0],
  ]) {
    const counts = new Map<string, number>();
    for (let index = 0; index < n; index += 1) {
      const { name } = drawArm(armsOf(shares), "support", nameOf(index));
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    for (const { name, share } of armsOf(shares))
      expect(Math.abs((counts.get(name) ?? 0) - (n * share) / 100)).toBeLessThanOrEqual(bound(share, n));
  }
});

test("when the last arm shrinks, only its own people move", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 99 }),
      fc.integer({ min: 1, max: 100 }),
      fc.string(),
      (a, more, who) => {
        const grown = Math.min(100, a + more);
        const [before, after] = [armsOf([a, 100 - a]), armsOf([grown, 100 - grown])];
        if (drawArm(before, "r", who).name === "a") expect(drawArm(after, "r", who).name).toBe("a");
      },
    ),
  );
});

test("the draws of two routes know nothing of each other", () => {
  const same = Array.from({ length: 10_000 }, (_, index) => String(index)).filter(
    (who) => drawArm(armsOf([50, 50]), "one", who).name === drawArm(armsOf([50, 50]), "two", who).name,
  );
  expect(Math.abs(same.length - 5_000)).toBeLessThanOrEqual(bound(50, 10_000));
});
