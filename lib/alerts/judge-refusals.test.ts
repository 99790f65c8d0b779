import { describe, expect, test } from "vitest";
import type { Budget } from "@/lib/budgets/api";
import { parseUsd } from "@/lib/core/money";
import { judgeForecast } from "./judge-budgets";
import { judgeRefusals } from "./judge-refusals";
import { aBudget, at, HOUR, MINUTE } from "./testing";

const ALL = { budgets: null, thresholds: [50, 80, 100] };
const refusing = (spent: string, changes: Partial<Budget> = {}) =>
  aBudget(spent, { hard: true, refusedAt: at(0), ...changes });

describe("a budget that refuses", () => {
  const level = (budget: Budget, ms: number) => judgeRefusals(ALL, [budget], at(ms))[0]?.level;

  test("is told with what is spent and held, however little of it is spent", () => {
    const [seen] = judgeRefusals(ALL, [refusing("70", { held: parseUsd("29") })], at(MINUTE));
    expect(seen).toMatchObject({
      ...{ level: "over", isQuiet: false, link: "/budgets" },
      title: "The monthly budget for the workspace refuses requests",
      sentence:
        "It had no room for a request on 20 Nov 2026, 12:00 (UTC). $70.00 of $100.00 are spent, $29.00 held. " +
        "It begins anew on 1 Dec 2026, 00:00 (UTC).",
      figures: { spent: "70", held: "29", limit: "100", refusedAt: at(0).toISOString() },
    });
  });

  test("does so until nothing was refused for an hour and something is left", () => {
    expect(level(refusing("96"), HOUR - 1)).toBe("over");
    expect(level(refusing("96"), HOUR)).toBe("between");
    expect(level(refusing("90", { held: parseUsd("6") }), 9 * HOUR)).toBe("between");
    expect(level(refusing("95"), HOUR)).toBe("clear");
    expect(level(refusing("96", { hard: false }), 0)).toBeUndefined();
    expect(level(refusing("96", { refusedAt: null }), 0)).toBeUndefined();
    expect(level(refusing("96", { resetsAt: at(1) }), 1)).toBeUndefined();
  });

  test("is not told for one request beyond all others, and ends with nothing that such a one says", () => {
    const [left, usual] = [parseUsd("4"), parseUsd("2")];
    const one = (amount: string) =>
      refusing("96", { left, refusedAmount: parseUsd(amount), largestHold: usual });
    expect(level(one("2"), 0)).toBe("over");
    expect(level(one("5"), 0)).toBe("between");
    expect(level({ ...one("500"), largestHold: null }, 0)).toBe("between");
    expect(level({ ...one("500"), left: parseUsd("0") }, 0)).toBe("over");
    expect(judgeRefusals(ALL, [one("2")], at(0))[0]?.sentence).toContain("a request of up to $2.00 on");
  });

  test("is not told besides the threshold that says that all of it is spent", () => {
    const isQuiet = (spent: string, thresholds: number[]) =>
      judgeRefusals({ budgets: null, thresholds }, [refusing(spent)], at(0)).map((one) => one.isQuiet);
    expect(isQuiet("100", [50, 100])).toEqual([true]);
    expect(isQuiet("99", [50, 100])).toEqual([false]);
    expect(isQuiet("100", [50])).toEqual([false]);
    expect(isQuiet("110", [120])).toEqual([false]);
  });

  test("is news again with another limit and in another period", () => {
    const budgets = [
      refusing("96"),
      refusing("96", { limit: parseUsd("97") }),
      refusing("96", { startsAt: at(-HOUR) }),
    ];
    expect(new Set(judgeRefusals(ALL, budgets, at(0)).map(({ subject }) => subject)).size).toBe(3);
  });

  test("has no forecast that it will not last, which would be too late", () => {
    const forecast = (budget: Budget) => judgeForecast({ budgets: null }, [budget], at(0)).observations?.[0];
    expect(forecast(refusing("97"))?.level).toBe("between");
    expect(forecast(refusing("97", { stoppedAt: at(0), refusedAt: null }))?.level).toBe("between");
    expect(forecast(refusing("97", { refusedAt: at(-HOUR) }))?.level).toBe("over");
    expect(forecast(refusing("97", { hard: false }))?.level).toBe("over");
  });
});

test("a budget that is stopped is told for as long as it is, hard or not", () => {
  const seen = (changes: Partial<Budget>) =>
    judgeRefusals(ALL, [aBudget("1", { stoppedAt: at(0), ...changes })], at(9 * HOUR));
  expect(seen({ hard: true })).toMatchObject([
    {
      ...{ level: "over", title: "The monthly budget for the workspace is stopped" },
      sentence:
        "Its figures were found not to be those of the ledger on 20 Nov 2026, 12:00 (UTC). " +
        "It refuses everything until it is counted anew.",
    },
  ]);
  expect(seen({})[0]?.sentence).toMatch(/It has to be counted anew\.$/);
  expect(judgeRefusals({ ...ALL, budgets: ["other"] }, [aBudget("1", { stoppedAt: at(0) })], at(0))).toEqual(
    [],
  );
});
