import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseUsd, type Usd } from "@/lib/core/money";
import { judgeForecast, judgeThresholds } from "./judge-budgets";
import type { Judgement } from "./judgement";
import { type KnownAlert, settleAlerts } from "./settle-alerts";
import { aBudget, at } from "./testing";

const ALL = { budgets: null, thresholds: [50, 80, 100] };
const over = ({ observations }: Judgement) =>
  (observations ?? []).filter(({ level }) => level === "over").map(({ figures }) => figures.threshold);

describe("thresholds", () => {
  test.each([
    ["0", []],
    ["49.999999999999", []],
    ["50", [50]],
    ["99.99", [50, 80]],
    ["100", [50, 80, 100]],
    ["250", [50, 80, 100]],
  ])("%s of 100 dollars", (spent, expected) => {
    expect(over(judgeThresholds(ALL, [aBudget(spent)], at(0)))).toEqual(expected);
  });

  test("of several that are passed, the highest is told and the others are kept", () => {
    const { observations } = judgeThresholds(ALL, [aBudget("85")], at(0));
    expect(observations?.map(({ isQuiet }) => isQuiet)).toEqual([true, false, false]);
    expect(observations?.[1]).toMatchObject({
      title: "80 % of the monthly budget for the workspace is spent",
      sentence: "$85.00 of $100.00 are spent. It begins anew on 1 Dec 2026, 00:00 (UTC).",
      link: "/budgets",
      figures: { spent: "85", limit: "100", threshold: 80 },
    });
  });

  test("a raise counts while it holds, and nothing of nothing is no threshold", () => {
    const raise = { amount: parseUsd("100"), until: at(1) };
    expect(over(judgeThresholds(ALL, [aBudget("90", { raise })], at(0)))).toEqual([]);
    expect(over(judgeThresholds(ALL, [aBudget("90", { raise })], at(1)))).toEqual([50, 80]);
    const nothing = { limit: parseUsd("0") };
    expect(over(judgeThresholds(ALL, [aBudget("0", nothing)], at(0)))).toEqual([]);
    expect(over(judgeThresholds(ALL, [aBudget("0.01", nothing)], at(0)))).toEqual([50, 80, 100]);
  });

  test("a period that is over is judged by the limit that it ended with", () => {
    const resetsAt = at(0);
    const raise = { amount: parseUsd("100"), until: resetsAt };
    const { observations } = judgeThresholds(ALL, [aBudget("160", { raise, resetsAt })], at(60_000));
    expect(observations?.map(({ level }) => level)).toEqual(["over", "over", "clear"]);
    expect(observations?.[1]?.sentence).toBe(
      "$160.00 of $200.00 are spent. It has begun anew on 20 Nov 2026, 12:00 (UTC).",
    );
  });

  test("only the chosen budgets are looked at", () => {
    const [one, other] = [aBudget("60"), aBudget("60", { id: "other" })];
    const { observations } = judgeThresholds({ budgets: ["other"], thresholds: [50] }, [one, other], at(0));
    expect(observations?.map(({ figures }) => figures.budget)).toEqual(["other"]);
  });

  /** Plays spending through, as one evaluation after the other sees it, and answers what was opened. */
  function play(costs: readonly bigint[], thresholds: number[]): (number | string | null | undefined)[] {
    const known: KnownAlert[] = [];
    const opened: (number | string | null | undefined)[] = [];
    for (const spent of costs) {
      const budget = aBudget("0", { spent: spent as Usd });
      const { observations } = judgeThresholds({ budgets: null, thresholds }, [budget], at(0));
      const { open, resolve } = settleAlerts(known, observations);
      for (const { alert } of resolve) alert.state = "resolved";
      for (const { subject, figures } of open) {
        known.push({ id: `${known.length}`, subject, state: "firing" });
        opened.push(figures.threshold);
      }
    }
    return opened;
  }

  test("whatever is spent and corrected, each threshold is opened once in a period, and only when it is reached", () => {
    const amounts = fc.array(fc.bigInt({ min: 0n, max: 2n * 10n ** 14n }), { maxLength: 40 });
    const lines = fc.uniqueArray(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(amounts, lines, (costs, thresholds) => {
        const opened = play(costs, thresholds);
        expect(new Set(opened).size).toBe(opened.length);
        const most = costs.reduce((high, cost) => (cost > high ? cost : high), 0n);
        const reached = thresholds.filter((line) => most > 0n && most * 100n >= 10n ** 14n * BigInt(line));
        expect(opened.toSorted()).toEqual(reached.toSorted());
      }),
    );
  });

  test("a new period and a new limit begin anew", () => {
    const subjects = [
      aBudget("60"),
      aBudget("60", { startsAt: new Date("2026-12-01T00:00:00.000Z") }),
      aBudget("60", { limit: parseUsd("110") }),
    ].map((budget) => judgeThresholds(ALL, [budget], at(0)).observations?.[0]?.subject);
    expect(new Set(subjects).size).toBe(3);
  });
});

describe("the forecast", () => {
  const judge = (spent: string, changes = {}, when = at(0)) =>
    judgeForecast({ budgets: null }, [aBudget(spent, changes)], when);

  test("tells when the pace of the period passes the limit, with figures", () => {
    // 19.5 of 30 days: 80 dollars become 123.
    const { observations } = judge("80");
    expect(observations?.[0]).toMatchObject({
      level: "over",
      title: "The monthly budget for the workspace will not last",
      figures: { spent: "80", limit: "100" },
    });
    expect(observations?.[0]?.sentence).toMatch(/≈ \$123\.08, and the limit is reached on 25 Nov 2026/);
  });

  test("is quiet below, between the line and its margin, and once the limit is reached", () => {
    const level = (spent: string) => judge(spent).observations?.[0]?.level;
    expect(level("50")).toBe("clear");
    expect(level("62")).toBe("between");
    expect(level("65")).toBe("over");
    expect(level("100")).toBe("between");
    expect(level("0")).toBe("clear");
  });

  test("says when it is too early, and foresees no end of what has none", () => {
    const early = judge("10", {}, new Date("2026-11-03T00:00:00.000Z"));
    expect(early.observations).toEqual([]);
    expect(early.note).toMatch(/^Of one budget less than a tenth/);
    expect(judge("90", { period: "total", resetsAt: null })).toEqual({ observations: [], note: null });
  });
});
