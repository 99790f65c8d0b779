import { describe, expect, test } from "vitest";
import { encode } from "zod/mini";
import { newId } from "@/lib/core/ids";
import { ALERT_CHANNEL_KINDS, ALERT_RULE_KINDS, ALERT_EVENTS as KEPT_EVENTS } from "@/lib/db/schema/alerts";
import { AlertRule } from "./alerts-api";
import {
  AlertChannelRequest,
  AlertRuleChange,
  AlertRuleRequest,
  AlertsSeen,
  parseSettings,
} from "./alerts-request";
import { ALERT_EVENTS, CHANNEL_KINDS } from "./channels";
import { defaultSettings, hasEnd, RULE_KINDS, RULE_WORDS } from "./rules";
import { at } from "./testing";

test("the tables know the same kinds", () => {
  expect(ALERT_RULE_KINDS).toEqual(RULE_KINDS);
  expect(ALERT_CHANNEL_KINDS).toEqual(CHANNEL_KINDS);
  expect(KEPT_EVENTS).toEqual(ALERT_EVENTS);
});

describe.each(RULE_KINDS)("%s", (kind) => {
  test("has words, and settings of its own where none are given", () => {
    expect(RULE_WORDS[kind].sentence).toMatch(/^Tells when .*\.$/);
    const request = AlertRuleRequest.parse({ kind, name: " Mine " });
    expect(request).toEqual({
      ...{ kind, name: "Mine", settings: defaultSettings(kind), channels: [], isUrgent: false },
      ...{ tellsOver: hasEnd(kind), isEnabled: true },
    });
  });

  test("travels as it is, and takes nothing foreign", () => {
    const rule = {
      ...{ id: newId(), name: "Mine", kind, settings: defaultSettings(kind), channels: [newId()] },
      ...{ isUrgent: true, tellsOver: true, isEnabled: true, createdAt: at(0) },
      ...{ judgedAt: null, note: null, open: 2 },
    } as AlertRule;
    expect(AlertRule.parse(JSON.parse(JSON.stringify(encode(AlertRule, rule))))).toEqual(rule);
    expect(AlertRuleRequest.safeParse({ kind, name: "Mine", settings: { foreign: 1 } }).success).toBe(false);
  });
});

test("thresholds are whole percents, in order and each once", () => {
  const parse = (thresholds: unknown) => parseSettings("budget_threshold", { thresholds });
  expect(parse([100, 50, 100, 80]).thresholds).toEqual([50, 80, 100]);
  for (const wrong of [[], [0], [1_001], [50.5], ["50"]]) expect(() => parse(wrong)).toThrow();
});

test.each([
  ["an amount that is none", "low_credits", { below: "5,00" }],
  ["a negative amount", "low_credits", { below: "-5" }],
  ["a zone that is none", "anomaly", { timeZone: "Mars/North" }],
  ["more than all", "fallback_taken", { percent: 101 }],
  ["no budget", "budget_forecast", { budgets: [] }],
] as const)("%s is refused", (_, kind, settings) => {
  expect(() => parseSettings(kind, settings)).toThrow();
});

test("a change names something", () => {
  expect(AlertRuleChange.safeParse({}).success).toBe(false);
  expect(AlertRuleChange.safeParse({ kind: "anomaly" }).success).toBe(false);
  expect(AlertsSeen.parse({})).toEqual({});
});

describe("a channel", () => {
  const parse = (changes: object) => AlertChannelRequest.safeParse({ name: "Ops", ...changes });

  test("is told at once, in UTC, at any hour, unless it says otherwise", () => {
    expect(parse({ kind: "email", addresses: ["Ada@Example.org", "ada@example.org"] }).data).toEqual({
      ...{ kind: "email", name: "Ops", addresses: ["ada@example.org"], isEnabled: true },
      ...{ digest: "off", timeZone: "UTC", quietHours: null },
    });
  });

  test.each([
    ["without a recipient", { kind: "email", addresses: [] }],
    ["two recipients in one", { kind: "email", addresses: ["a@example.org, b@example.org"] }],
    ["a header in a recipient", { kind: "email", addresses: ["a@example.org\nBcc: b@example.org"] }],
    ["no address", { kind: "slack" }],
    ["another protocol", { kind: "webhook", address: "file:///etc/passwd" }],
    ["a password in the address", { kind: "webhook", address: "https://u:p@hook.example/" }],
    ["a clock that is none", quiet("24:00", "07:00")],
    ["no quiet hours at all", quiet("07:00", "07:00")],
    ["the app's own", { kind: "in_app" }],
  ])("%s is refused", (_, changes) => {
    const { success, error } = parse(changes);
    expect(success).toBe(false);
    expect(String(error)).not.toMatch(/passwd|u:p@/);
  });

  function quiet(from: string, to: string) {
    return { kind: "webhook", address: "https://hook.example/", quietHours: { from, to, timeZone: "UTC" } };
  }
});
