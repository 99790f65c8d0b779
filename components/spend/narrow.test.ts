import { expect, test } from "vitest";
import type { Choices } from "@/lib/ledger/dimensions";
import { behind, behindRest, bucketEnds, isOnly, narrowedTo, only, toggleOnly, without } from "./narrow";

const included = (...values: (string | null)[]) => ({ exclude: false, values });
const excluded = (...values: (string | null)[]) => ({ exclude: true, values });
const elsewhere: Choices = { key: included("k") };

test("picking a value shows only it, and picking it once more shows all again", () => {
  const picked = toggleOnly({ ...elsewhere, model: included("a", "b") }, "model", "a");
  expect(picked).toEqual({ ...elsewhere, model: included("a") });
  expect(isOnly(picked, "model", "a")).toBe(true);
  expect(toggleOnly(picked, "model", "a")).toEqual({ ...elsewhere, model: undefined });
  expect(toggleOnly({ model: excluded("a") }, "model", "a")).toEqual({ model: included("a") });
});

test("having none is a value like any other", () => {
  expect(only({}, "key", null)).toEqual({ key: included(null) });
  expect(isOnly({ key: included(null) }, "key", null)).toBe(true);
  expect(isOnly({ key: excluded(null) }, "key", null)).toBe(false);
  expect(isOnly({}, "key", null)).toBe(false);
});

test.each([
  ["of all", undefined, excluded("a")],
  ["of several", included("a", "b"), included("b")],
  ["of nothing else", included("a"), excluded("a")],
  ["besides others", excluded("b"), excluded("b", "a")],
  ["once more", excluded("a"), excluded("a")],
])("a value %s is left out", (_, before, after) => {
  expect(without({ ...elsewhere, model: before }, "model", ["a"])).toEqual({ ...elsewhere, model: after });
});

test.each([
  ["of all", undefined, null, true],
  ["of all", undefined, "a", true],
  ["of those that are chosen", included("a", "b"), "a", true],
  ["without any", included("a", null), null, true],
  ["beside a chosen one", included("a"), "b", false],
  ["beside one that is left out", excluded("c"), "b", false],
  ["without any, one left out", excluded("c"), null, true],
] as const)(
  "generations with a tag %s can be listed only where the list shows just them",
  (_, tag, value, can) => {
    expect(behind({ ...elsewhere, tag }, "tag", value)).toEqual(
      can ? { ...elsewhere, tag: { exclude: false, values: [value] } } : null,
    );
  },
);

test("of what has one value, any group and the rest of them can be listed", () => {
  expect(behind({ key: excluded("c") }, "key", "b")).toEqual({ key: included("b") });
  expect(behindRest({ key: excluded("c") }, "key", ["b", null])).toEqual({ key: excluded("c", "b", null) });
  expect(behindRest({}, "tag", ["b"])).toBeNull();
});

test("the rest cannot be listed by more values than can be asked for", () => {
  const names = (count: number, length: number) =>
    Array.from({ length: count }, (_, at) => `${at}`.padEnd(length, "x"));
  expect(behindRest({}, "model", names(200, 30))?.model?.values).toHaveLength(200);
  expect(behindRest({}, "model", names(201, 3))).toBeNull();
  expect(behindRest({}, "model", names(100, 100))).toBeNull();
  expect(behindRest({ model: excluded(...names(150, 3)) }, "model", names(199, 4))).toBeNull();
});

const at = (text: string) => new Date(text);
const days = {
  ...{ from: at("2026-11-19T23:00Z"), to: at("2026-11-21T23:00Z"), timeZone: "Europe/Berlin" },
  bucket: "day" as const,
  buckets: [{ start: at("2026-11-19T23:00Z") }, { start: at("2026-11-20T23:00Z") }],
};

test("a bar of a day narrows to that day, the last one too", () => {
  expect(narrowedTo(days, 0)).toEqual({ from: "2026-11-20", to: "2026-11-20" });
  expect(narrowedTo(days, 1)).toEqual({ from: "2026-11-21", to: "2026-11-21" });
  expect(bucketEnds(days, 1)).toEqual({ from: at("2026-11-20T23:00Z"), to: at("2026-11-21T23:00Z") });
  expect([narrowedTo(days, 2), bucketEnds(days, 2)]).toEqual([null, null]);
});

test("bars passed over narrow to all of their days", () => {
  const weeks = {
    ...{ ...days, from: at("2026-11-01T23:00Z"), to: at("2026-11-22T23:00Z"), bucket: "week" as const },
    buckets: ["02", "09", "16"].map((day) => ({ start: at(`2026-11-${day}T00:00+01:00`) })),
  };
  expect(narrowedTo(weeks, 0, 1)).toEqual({ from: "2026-11-02", to: "2026-11-15" });
  expect(narrowedTo(weeks, 1, 2)).toEqual({ from: "2026-11-09", to: "2026-11-22" });
  expect(narrowedTo(weeks, 0, 2)).toBeNull();
});

test("an hour narrows to its day, and of one day there is nothing to narrow to", () => {
  const hours = {
    ...{ ...days, bucket: "hour" as const },
    buckets: [{ start: at("2026-11-20T12:00Z") }, { start: at("2026-11-20T13:00Z") }],
  };
  expect(narrowedTo(hours, 0)).toEqual({ from: "2026-11-20", to: "2026-11-20" });
  expect(narrowedTo({ ...hours, to: at("2026-11-20T23:00Z") }, 0)).toBeNull();
  // The last 24 hours are of two days, and none of them is a closer look.
  expect(narrowedTo({ ...hours, from: at("2026-11-20T09:00Z"), to: at("2026-11-21T09:00Z") }, 0)).toBeNull();
});
