import fc from "fast-check";
import { expect, test } from "vitest";
import { levelBelow, levelOfShare, observe } from "./judgement";
import { type KnownAlert, settleAlerts } from "./settle-alerts";

const seen = (changes: object = {}) =>
  observe({ subject: "s", title: "", sentence: "", link: "/", figures: {}, ...changes });
const firing: KnownAlert = { id: "1", subject: "s", state: "firing" };
const resolved: KnownAlert = { id: "1", subject: "s", state: "resolved" };

test("what is new is opened, what is open stays, what is clearly over or no longer there is resolved", () => {
  expect(settleAlerts([], [seen()]).open).toHaveLength(1);
  expect(settleAlerts([firing], [seen()])).toEqual({ open: [], resolve: [] });
  expect(settleAlerts([firing], [seen({ level: "between" })])).toEqual({ open: [], resolve: [] });
  expect(settleAlerts([], [seen({ level: "between" })]).open).toEqual([]);
  expect(settleAlerts([firing], [seen({ level: "clear" })]).resolve).toEqual([
    { alert: firing, seen: seen({ level: "clear" }) },
  ]);
  expect(settleAlerts([firing], []).resolve).toEqual([{ alert: firing, seen: undefined }]);
});

test("where nothing can be said, nothing changes", () => {
  expect(settleAlerts([firing], null)).toEqual({ open: [], resolve: [] });
});

test("the same comes back after it was over, but for what is told once", () => {
  expect(settleAlerts([resolved], [seen()]).open).toHaveLength(1);
  expect(settleAlerts([resolved], [seen({ once: true })]).open).toEqual([]);
});

test("what is told once is over when it is no longer there, and not before", () => {
  expect(settleAlerts([firing], [seen({ once: true, level: "clear" })]).resolve).toEqual([]);
  expect(settleAlerts([firing], []).resolve).toHaveLength(1);
});

test("two observations of one subject open one alert", () => {
  expect(settleAlerts([], [seen(), seen()]).open).toHaveLength(1);
});

test("a figure that trembles around its line opens one alert, whatever it does within the margin", () => {
  // Percent of the line in hundredths: within the margin below it and above.
  const trembling = fc.array(fc.integer({ min: 7_500, max: 12_500 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(trembling, (parts) => {
      let [known, opened] = [[] as KnownAlert[], 0];
      for (const part of parts) {
        const level = levelOfShare(BigInt(part), 50_000n, 20, 25);
        const { open, resolve } = settleAlerts(known, [seen({ level })]);
        expect(resolve).toEqual([]);
        opened += open.length;
        if (open.length > 0) known = [firing];
      }
      expect(opened).toBe(parts.some((part) => part >= 10_000) ? 1 : 0);
    }),
  );
});

test("between two alerts of a subject its figure was clearly on the other side, above as below", () => {
  const values = fc.array(fc.bigInt({ min: 0n, max: 300n }), { maxLength: 60 });
  const levels = [
    { of: (value: bigint) => levelOfShare(value, 1_000n, 20, 25), isClear: (value: bigint) => value < 150n },
    { of: (value: bigint) => levelBelow(value, 200n, 20), isClear: (value: bigint) => value >= 240n },
  ];
  fc.assert(
    fc.property(values, fc.constantFrom(...levels), (list, { of, isClear }) => {
      let known: KnownAlert[] = [];
      let wasClear = true;
      for (const value of list) {
        const { open, resolve } = settleAlerts(known, [seen({ level: of(value) })]);
        if (isClear(value)) wasClear = true;
        if (open.length > 0) {
          expect(wasClear).toBe(true);
          wasClear = false;
        }
        known = open.length > 0 ? [firing] : resolve.length > 0 ? [resolved] : known;
      }
    }),
  );
});
