import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { add, type Usd, parseUsd as usd, ZERO } from "@/lib/core/money";
import type { ActivityRow } from "@/lib/openrouter/activity";
import { explain, type Facts, NO_FACTS, type OurSum, reconcile, type Scope, TOLERANCE } from "./reconcile";

const ours = (model: string, cost: string, more: Partial<OurSum> = {}): OurSum => ({
  ...{ day: "2026-11-18", model, cost: usd(cost), generations: 1, unknown: 0 },
  ...more,
});
const theirs = (model: string, usage: string, more: Partial<ActivityRow> = {}): ActivityRow => ({
  ...{ day: "2026-11-18", model, permaslug: null, provider: "Acme", usage: usd(usage) },
  ...{ byokUsage: ZERO, requests: 1 },
  ...more,
});

/** Lines with what may be behind them; of ours, the first line's facts are given. */
function of(here: OurSum[], there: ActivityRow[], facts: Partial<Facts> = {}, scope: Scope = "key") {
  const cells = reconcile(here, there);
  const reasons = explain(cells, (cell) => (cell === cells[0] ? { ...NO_FACTS, ...facts } : NO_FACTS), scope);
  return cells.map((cell) => ({ ...cell, reasons: reasons.get(cell) }));
}

describe("a day and model", () => {
  test("matches to a millionth of a dollar, over all endpoints and names", () => {
    const here = [ours("acme/one", "0.3"), ours("acme/one:nitro", "0.7")];
    const there = [theirs("acme/one", "0.4"), theirs("acme/one", "0.600001", { provider: "Bolt" })];
    expect(of(here, there)).toMatchObject([
      {
        ...{ verdict: "matched", model: "acme/one", difference: TOLERANCE, reasons: [] },
        ours: { cost: usd("1"), generations: 2 },
        theirs: { cost: usd("1.000001"), requests: 2 },
        names: ["acme/one", "acme/one:nitro"],
      },
    ]);
    expect(of(here, [...there, theirs("acme/one", "0.000000000001")])[0]?.verdict).toBe("differs");
  });

  test("is told to be on one side only, or to differ", () => {
    const lines = of(
      [ours("acme/here", "2"), ours("acme/both", "5")],
      [theirs("acme/there", "1"), theirs("acme/both", "5.5")],
    );
    expect(lines.map(({ model, verdict, difference }) => [model, verdict, difference])).toEqual([
      ["acme/here", "only_here", usd("-2")],
      ["acme/there", "only_there", usd("1")],
      ["acme/both", "differs", usd("0.5")],
    ]);
  });

  test("is found by its dated name, and a free variant is not what is paid for", () => {
    const there = [
      theirs("acme/one", "1", { permaslug: "acme/one-20260929" }),
      theirs("acme/one:free", "0", { permaslug: "acme/one-20260929" }),
    ];
    const here = [ours("acme/one-20260929", "1"), ours("acme/one-20260929:free", "0")];
    expect(of(here, there).map(({ verdict }) => verdict)).toEqual(["matched", "matched"]);
  });

  test("that cost nothing here and is unknown there is no line; one of unknown cost is", () => {
    expect(of([ours("acme/one", "0")], [])).toEqual([]);
    expect(of([ours("acme/one", "0", { unknown: 1 })], [])).toMatchObject([
      { verdict: "only_here", difference: ZERO, reasons: ["unknown_cost"] },
    ]);
  });
});

describe("what may be behind a difference", () => {
  const reasons = (here: OurSum[], there: ActivityRow[], facts: Partial<Facts> = {}, scope: Scope = "key") =>
    of(here, there, facts, scope)[0]?.reasons;

  test("is in our own records", () => {
    const facts = { reported: 2, cancelled: 1 };
    expect(reasons([ours("a/b", "1", { unknown: 1 })], [theirs("a/b", "2")], facts)).toEqual([
      ...["unknown_cost", "not_confirmed", "cancelled"],
    ]);
    // Whoever was cancelled cannot have cost less than what is booked.
    expect(reasons([ours("a/b", "2")], [theirs("a/b", "1")], { cancelled: 1 })).toEqual([]);
    expect(reasons([ours("a/b", "2")], [theirs("a/b", "1")], { byok: 1 })).toEqual(["byok"]);
  });

  test("is in theirs", () => {
    expect(reasons([ours("a/b", "1")], [theirs("a/b", "2", { byokUsage: usd("5") })])).toEqual(["byok"]);
    expect(reasons([ours("a/b", "1")], [theirs("a/b", "2", { requests: 2 })])).toEqual(["other_programs"]);
    expect(reasons([], [theirs("a/b", "2")])).toEqual(["other_programs"]);
    expect(reasons([], [theirs("a/b", "2")], {}, "account")).toEqual(["other_keys"]);
    expect(reasons([ours("a/b", "2")], [])).toEqual(["not_reported"]);
    expect(reasons([ours("a/b", "2")], [], {}, "sandbox")).toEqual(["sandbox_restarted"]);
  });

  test("is midnight, when the next day differs by as much the other way", () => {
    const lines = of(
      [ours("a/b", "3"), ours("a/b", "1", { day: "2026-11-19" })],
      [theirs("a/b", "2"), theirs("a/b", "2", { day: "2026-11-19" })],
    );
    expect(lines.map(({ reasons: all }) => all)).toEqual([["day_boundary"], ["day_boundary"]]);
    expect(reasons([ours("a/b", "3")], [theirs("a/b", "2")], { overnight: 1 })).toEqual(["day_boundary"]);
  });

  test("is another name, when another model of the day is missing as much", () => {
    const lines = of([ours("a/alias", "3")], [theirs("a/b", "3")]);
    expect(lines.map(({ model, reasons: all }) => [model, all?.[0]])).toEqual([
      ["a/alias", "other_name"],
      ["a/b", "other_name"],
    ]);
  });

  test("is not asked where both agree", () => {
    expect(reasons([ours("a/b", "2", { unknown: 3 })], [theirs("a/b", "2")], { cancelled: 1 })).toEqual([]);
  });
});

const amount = fc.bigInt({ min: 0n, max: 10n ** 15n }).map((value) => value as Usd);
const where = {
  day: fc.constantFrom("2026-11-17", "2026-11-18", "2026-11-19"),
  model: fc.constantFrom("a/b", "a/b:free", "a/b-2026", "c/d:nitro", "c/d"),
};
const count = fc.nat(3);
const anyOurs = fc.record({
  ...where,
  ...{ cost: amount, generations: count, unknown: count },
});
const anyTheirs = fc.record({
  ...where,
  ...{ usage: amount, byokUsage: amount, requests: count },
  permaslug: fc.constantFrom("a/b-2026", "c/d-2026", null),
  provider: fc.constant(null),
});

describe("all lines together", () => {
  test("come to what came in, each day and model once", () => {
    fc.assert(
      fc.property(fc.array(anyOurs), fc.array(anyTheirs), (here, there) => {
        const lines = reconcile(here, there);
        expect(add(...lines.map((line) => line.ours?.cost ?? ZERO))).toBe(
          add(...here.map(({ cost }) => cost)),
        );
        expect(add(...lines.map((line) => line.theirs?.cost ?? ZERO))).toBe(
          add(...there.map(({ usage }) => usage)),
        );
        for (const line of lines)
          expect(line.difference).toBe((line.theirs?.cost ?? 0n) - (line.ours?.cost ?? 0n));
        expect(new Set(lines.map(({ day, model }) => `${day} ${model}`)).size).toBe(lines.length);
      }),
    );
  });

  test("show whatever was added, lost or altered on either side", () => {
    const same = fc.array(fc.record({ ...where, cost: amount }), { minLength: 1 });
    const change = fc.bigInt({ min: TOLERANCE + 1n, max: 10n ** 15n });
    fc.assert(
      fc.property(same, fc.nat(), change, fc.boolean(), (both, place, by, here) => {
        const left = both.map(({ day, model, cost }) => ours(model, "0", { day, cost }));
        const right = both.map(({ day, model, cost }) => theirs(model, "0", { day, usage: cost }));
        expect(reconcile(left, right).every(({ verdict }) => verdict === "matched")).toBe(true);
        const at = place % both.length;
        const [own, other] = [left[at], right[at]];
        if (own && here) own.cost = (own.cost + by) as Usd;
        if (other && !here) other.usage = (other.usage + by) as Usd;
        const differing = reconcile(left, right).filter(({ verdict }) => verdict !== "matched");
        expect(differing.map(({ day, difference }) => [day, difference])).toEqual([
          [own?.day, here ? -by : by],
        ]);
      }),
    );
  });
});
