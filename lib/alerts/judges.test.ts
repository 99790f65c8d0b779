import { describe, expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import type { Anomaly } from "@/lib/spend/outlook-api";
import { judgeLeaving, judgePrices, movedBy } from "./judge-models";
import { judgeAnomalies, judgeUnsettled } from "./judge-money";
import { judgeFallbacks, judgeUpstream } from "./judge-traffic";
import type { Judgement } from "./judgement";
import { at } from "./testing";

const levels = ({ observations }: Judgement) => observations?.map(({ level }) => level);
const first = ({ observations }: Judgement) => observations?.[0];

test("money that is not settled: more than so many, and over when it is clearly fewer", () => {
  const judge = (unknown: number, unconfirmed = 0, moreThan = 5) =>
    judgeUnsettled({ hours: 6, moreThan }, { unknown, unconfirmed, before: at(0) });
  expect([0, 4, 5, 6].map((count) => levels(judge(count))?.[0])).toEqual([
    "clear",
    "clear",
    "between",
    "over",
  ]);
  expect(levels(judge(3, 3))).toEqual(["over"]);
  expect(levels(judge(0, 0, 0))).toEqual(["clear"]);
  expect(levels(judge(1, 0, 0))).toEqual(["over"]);
  expect(first(judge(7, 2))?.sentence).toBe(
    "The cost of 9 generations older than 6 hours is not settled: 7 unknown, 2 not confirmed.",
  );
  expect(first(judge(7, 2))?.link).toMatch(/^\/generations\?.*cost=unknown/);
});

test("an unusual day is told once, with what is behind it", () => {
  const cost = parseUsd("40");
  const anomaly: Anomaly = {
    ...{ day: "2026-11-19", from: at(0), to: at(1), running: false, cost },
    ...{ usual: parseUsd("10"), threshold: parseUsd("15") },
    causes: [{ dimension: "key", key: "k", label: "nightly", cost: parseUsd("31"), usual: parseUsd("1") }],
  };
  expect(first(judgeAnomalies({ timeZone: "UTC" }, [anomaly]))).toMatchObject({
    ...{ once: true, level: "over", subject: "anomaly:UTC:2026-11-19" },
    sentence:
      "2026-11-19 has cost $40.00, where $10.00 are usual and up to $15.00 would not have been remarkable. Most of it is key “nightly”: $31.00, where $1.00 are usual.",
    figures: { cost: "40", usual: "10", cause: "key: nightly" },
  });
});

describe("traffic", () => {
  const settings = { percent: 20, atLeast: 10 };
  const chain = (answers: number, shifted: number) => ({ route: null, model: "acme/one", answers, shifted });

  test("that went to fallbacks: a share of enough answers", () => {
    const level = (answers: number, shifted: number) =>
      levels(judgeFallbacks(settings, [chain(answers, shifted)]))?.[0];
    expect(level(10, 2)).toBe("over");
    expect(level(9, 9)).toBe("between");
    expect(level(100, 19)).toBe("between");
    expect(level(100, 14)).toBe("clear");
    expect(level(3, 0)).toBe("clear");
  });

  test("is told by the route's name, or by the first model", () => {
    const route = { id: "r", name: "support-bot" };
    const { observations } = judgeFallbacks(settings, [chain(10, 5), { ...chain(20, 20), route }]);
    expect(observations?.map(({ title, link }) => [title, link])).toEqual([
      ["Traffic of acme/one has shifted to fallbacks", "/models/acme/one"],
      ["Traffic of route “support-bot” has shifted to fallbacks", "/routes/support-bot"],
    ]);
    expect(observations?.[0]?.sentence).toBe("Fallbacks gave 5 of 10 answers in the last hour (50 %).");
  });

  test("that the upstream failed", () => {
    const judge = (ended: number, failed: number) =>
      judgeUpstream({ percent: 20, atLeast: 20 }, { ended, failed, worst: null, since: at(0) });
    expect(levels(judge(20, 4))).toEqual(["over"]);
    expect(levels(judge(19, 19))).toEqual(["between"]);
    expect(levels(judge(100, 10))).toEqual(["between"]);
    expect(levels(judge(100, 9))).toEqual(["clear"]);
    expect(levels(judge(0, 0))).toEqual(["clear"]);
  });
});

describe("models in use", () => {
  const use = { uses: 12, routes: ["support-bot"], keys: [] };
  const price = (prompt: string) => ({ prices: { prompt, completion: "0.000002" } as never, overrides: [] });

  test.each([
    [5, "0.000001", "0.00000105", true],
    [5, "0.000001", "0.000001049", false],
    [5, "0.000001", "0.00000095", true],
    [5, "0.000001", "0.000000951", false],
    [1_000, "0", "0.000000001", true],
    [100, "0.000001", "0", true],
  ])("%i percent from %s to %s: %s", (percent, before, after, expected) => {
    expect(movedBy(percent, price(before), price(after))).toBe(expected);
  });

  test("a new price is told once, with both prices and why the model counts as in use", () => {
    const change = { id: "c", model: "acme/one", name: "Acme One", link: "/models/acme/one", at: at(0), use };
    const judged = judgePrices({ percent: 5 }, [
      { ...change, before: price("0.000001"), after: price("0.000002") },
    ]);
    expect(first(judged)).toMatchObject({
      ...{ once: true, subject: "price:c", link: "/models/acme/one" },
      sentence:
        "Input $1.00 → $2.00 /M. In use by 12 generations of the last 30 days, the route “support-bot”.",
    });
  });

  test("one that goes is told within its days, one that is gone at once", () => {
    const leaving = (on: string | null) =>
      judgeLeaving(
        { days: 14 },
        [
          {
            model: "acme/one",
            name: "Acme One",
            link: "/models/acme/one",
            on,
            nearest: on ? null : "acme/two",
            use,
          },
        ],
        at(0),
      );
    expect(levels(leaving("2026-12-05"))).toEqual([]);
    expect(first(leaving("2026-12-04"))?.sentence).toMatch(/from 2026-12-04, in 14 days\./);
    expect(first(leaving("2026-11-19"))?.sentence).toMatch(/from 2026-11-19, now\./);
    expect(first(leaving(null))).toMatchObject({
      ...{ title: "Acme One is gone", subject: "gone:acme/one" },
      sentence: expect.stringContaining("acme/two comes closest."),
    });
  });

  test("without a model list nothing is said to be gone", () => {
    expect(judgeLeaving({ days: 14 }, null, at(0)).observations).toBeNull();
    expect(judgePrices({ percent: 5 }, null).observations).toBeNull();
  });
});
