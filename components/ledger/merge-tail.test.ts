import { expect, test } from "vitest";
import type { ListedGeneration } from "@/lib/ledger/api";
import { hasGap, mergeTail, tailSince } from "./merge-tail";

const one = (id: string, second: number, state: ListedGeneration["state"] = "finished") =>
  ({ id, state, costState: "confirmed", startedAt: new Date(second * 1_000) }) as ListedGeneration;
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).join("");

const LISTED = [one("c", 30), one("b", 20, "running"), one("a", 10)];

test("what is new stands above, what was read anew is as it is now, and nothing stands twice", () => {
  const { rows, held } = mergeTail(LISTED, [one("e", 40), one("d", 40), one("c", 30), one("b", 20)], null);
  expect(ids(rows)).toBe("edcba");
  expect(rows[3]?.state).toBe("finished");
  expect(held).toEqual([]);
});

test("whoever reads further down keeps their place: newer ones are held back", () => {
  const tail = [one("f", 50), one("e", 40), one("d", 40)];
  const { rows, held } = mergeTail(LISTED, tail, one("d", 40));
  expect(ids(rows)).toBe("dcba");
  expect(ids(held)).toBe("fe");
});

test("what has ended does not run again, and a latecomer finds its place", () => {
  const { rows } = mergeTail(LISTED, [one("x", 25), one("c", 30, "running")], null);
  expect(ids(rows)).toBe("cxba");
  expect(rows[0]?.state).toBe("finished");
});

test("asked is from before the newest, and from before whatever still runs", () => {
  expect(tailSince(LISTED)).toEqual(new Date(15_000));
  expect(tailSince([one("c", 30), one("a", 10)])).toEqual(new Date(25_000));
  expect(tailSince([])).toBeNull();
  const unsure = { ...one("a", 10), costState: null };
  expect(tailSince([one("c", 30), unsure])).toEqual(new Date(5_000));
  expect(tailSince([one("c", 3_000), unsure])).toEqual(new Date(2_995_000));
});

test("there is a gap when more is new than came at once, and not when only older ones were left out", () => {
  expect(hasGap(LISTED, [one("f", 50), one("e", 40)], true)).toBe(true);
  expect(hasGap(LISTED, [one("f", 50), one("e", 40)], false)).toBe(false);
  expect(hasGap(LISTED, [one("f", 50), one("c", 30)], true)).toBe(false);
  expect(hasGap([], [one("f", 50)], true)).toBe(false);
});
