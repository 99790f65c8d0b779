import { expect, test } from "vitest";
import { AppError, type ErrorCode } from "@/lib/core/errors";
import { parseUsd } from "@/lib/core/money";
import { judgeCredits } from "./judge-credits";
import type { Judgement } from "./judgement";
import { statusOf } from "./testing";

const judge = (facts: Parameters<typeof statusOf>[0]) => judgeCredits({ below: "5.00" }, statusOf(facts));
const limited = (limitRemaining: string, limit: string, balance?: string) =>
  judge({
    ...{ limit: parseUsd(limit), limitRemaining: parseUsd(limitRemaining) },
    balance: balance === undefined ? null : parseUsd(balance),
  });
const failed = (code: ErrorCode, facts: Parameters<typeof statusOf>[0] = {}) =>
  judge({ failure: new AppError(code).failure, ...facts });
const levels = ({ observations }: Judgement) =>
  Object.fromEntries((observations ?? []).map(({ subject, level }) => [subject, level]));
const said = ({ observations }: Judgement) => observations?.find(({ level }) => level === "over")?.sentence;

test("credits below the line, near it, and clearly above it", () => {
  const level = (credits: string) => levels(judge({ balance: parseUsd(credits) })).credits;
  expect(level("4.999999999999")).toBe("over");
  expect(level("-3")).toBe("over");
  expect(level("5")).toBe("between");
  expect(level("5.99")).toBe("between");
  expect(level("6")).toBe("clear");
});

test("of credits and the key's limit the smaller is told, by what it is", () => {
  expect(levels(limited("4.99", "100"))).toEqual({ credits: "over", key: "clear" });
  expect(limited("4.99", "100", "80").observations?.[0]).toMatchObject({
    ...{ level: "over", title: "The limit of the OpenRouter key is nearly reached" },
    sentence:
      "$4.99 are left of the limit of the OpenRouter key, less than $5.00. Once it is reached, OpenRouter refuses what is asked.",
    figures: { credits: "80", limitRemaining: "4.99", below: "5" },
  });
  expect(limited("80", "100", "4").observations?.[0]).toMatchObject({
    ...{ level: "over", title: "Credits are running low" },
  });
  expect(limited("80", "100", "60").observations?.[0]).toMatchObject({
    ...{ level: "clear", sentence: "$60.00 of credits are left." },
  });
});

test("a limit that is never clearly above the line is little from a fifth of it on", () => {
  expect(levels(limited("5", "5", "80")).credits).toBe("clear");
  expect(levels(limited("1", "5", "80")).credits).toBe("between");
  expect(levels(limited("0.99", "5", "80")).credits).toBe("over");
});

test("what OpenRouter refuses to pay for is over, whatever is said to be left", () => {
  expect(said(failed("key_limit", { limit: parseUsd("0"), limitRemaining: parseUsd("0") }))).toBe(
    "$0 are left of the limit of the OpenRouter key. The spending limit of the OpenRouter key or workspace is reached.",
  );
  const unknown = failed("insufficient_credits", { key: null });
  expect(levels(unknown)).toEqual({ credits: "over", key: "between" });
  expect(said(unknown)).toMatch(/has too few credits/);
});

test("a key that OpenRouter does not accept is an alert of its own, and over when it is accepted", () => {
  const refused = failed("upstream_key", { key: null });
  expect(levels(refused)).toEqual({ credits: "between", key: "over" });
  expect(said(refused)).toMatch(/does not accept the key/);
  expect(levels(failed("upstream_key", { key: null, balance: parseUsd("80") }))).toEqual({
    ...{ credits: "clear", key: "over" },
  });
  expect(levels(judge({ balance: parseUsd("80") }))).toEqual({ credits: "clear", key: "clear" });
});

test("where nobody tells, nothing changes, and it says so", () => {
  expect(levels(judge({}))).toEqual({ credits: "between", key: "clear" });
  expect(judge({}).note).toMatch(/management key/);
  expect(failed("upstream_unreachable", { key: null })).toEqual({
    ...{ observations: null, note: "OpenRouter could not be reached." },
  });
});
