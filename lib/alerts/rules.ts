import * as z from "zod/mini";
import { isTimeZone } from "@/lib/core/period";
import { Id } from "@/lib/core/wire";

/** What can be watched, in the order in which it is offered. */
export const RULE_KINDS = [
  ...(["budget_threshold", "budget_forecast", "anomaly"] as const),
  ...(["fallback_taken", "upstream_failing"] as const),
  ...(["price_change", "model_leaving"] as const),
  ...(["low_credits", "unsettled_money"] as const),
] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

/** And what is told without a rule: that somebody asks for more of a budget, and to them alone what was answered. */
export const ALERT_KINDS = [...RULE_KINDS, "budget_request", "budget_answer"] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** Whether what a kind tells can be over. A day that was dear stays so, and a price that changed has changed. */
export const hasEnd = (kind: RuleKind): boolean => kind !== "anomaly" && kind !== "price_change";

const whole = (least: number, most: number) => z.int().check(z.minimum(least), z.maximum(most));
const Percent = whole(1, 100);
const Count = whole(1, 1_000_000);

/** Thresholds of a budget, in percent of its limit, ascending and each once. */
const Thresholds = z.array(whole(1, 1_000)).check(
  z.minLength(1),
  z.maxLength(20),
  z.overwrite((list) => [...new Set(list)].sort((one, other) => one - other)),
);

/** These budgets, or all there are now and later. */
const Budgets = z._default(z.nullable(z.array(Id).check(z.minLength(1), z.maxLength(200))), null);

export const TimeZone = z
  .string()
  .check(z.maxLength(100), z.refine(isTimeZone, "must be a time zone, like Europe/Berlin"));

/** Dollars as decimal text, to the cent and finer. */
const Dollars = z
  .string()
  .check(
    z.maxLength(24),
    z.regex(/^\d{1,8}(\.\d{1,12})?$/, 'must be dollars as decimal text, like "5.00", at most 99999999'),
  );

/** The settings of each kind; what is not said is as written here. */
export const RULE_SETTINGS = {
  budget_threshold: z.strictObject({
    budgets: Budgets,
    /** Percent of the limit. */
    thresholds: z._default(Thresholds, [50, 80, 100]),
  }),
  budget_forecast: z.strictObject({ budgets: Budgets }),
  /** Whose days are compared. */
  anomaly: z.strictObject({ timeZone: z._default(TimeZone, "UTC") }),
  fallback_taken: z.strictObject({
    /** Percent of the last hour's answers of a route or a first model that a later hop gave. */
    percent: z._default(Percent, 20),
    /** Fewer answers say nothing. */
    atLeast: z._default(Count, 10),
  }),
  upstream_failing: z.strictObject({
    /** Percent of the last 15 minutes' requests that OpenRouter or providers failed. */
    percent: z._default(Percent, 20),
    atLeast: z._default(Count, 20),
  }),
  price_change: z.strictObject({
    /** By how much a price has to move, up or down. */
    percent: z._default(whole(1, 1_000), 5),
  }),
  model_leaving: z.strictObject({
    /** How long before its day, days. */
    days: z._default(whole(1, 365), 14),
  }),
  low_credits: z.strictObject({ below: z._default(Dollars, "5.00") }),
  unsettled_money: z.strictObject({
    /** Unknown or unconfirmed for longer than so many hours. */
    hours: z._default(whole(1, 720), 6),
    /** So many are nothing to tell. */
    moreThan: z._default(whole(0, 1_000_000), 5),
  }),
} as const;

export type RuleSettings = { [Kind in RuleKind]: z.output<(typeof RULE_SETTINGS)[Kind]> };

/** What a new rule of a kind is set to. */
export const defaultSettings = <Kind extends RuleKind>(kind: Kind): RuleSettings[Kind] =>
  RULE_SETTINGS[kind].parse({}) as RuleSettings[Kind];

/** What a kind is called, and what it does in a sentence. */
export const RULE_WORDS: Record<RuleKind, { label: string; sentence: string }> = {
  budget_threshold: {
    label: "Budget reached",
    sentence:
      "Tells when a budget is spent up to a share of its limit, once per threshold and period; and when it refuses requests or is stopped.",
  },
  budget_forecast: {
    label: "Budget will not last",
    sentence: "Tells when a budget would be spent before it begins anew, at the pace of its period so far.",
  },
  anomaly: {
    label: "Unusual spending",
    sentence: "Tells when a day costs far more than the weeks before it let expect.",
  },
  fallback_taken: {
    label: "Traffic shifted to fallbacks",
    sentence: "Tells when fallbacks answer much of what a route or a model was asked in the last hour.",
  },
  upstream_failing: {
    label: "Upstream failing",
    sentence: "Tells when OpenRouter or its providers fail many requests within 15 minutes.",
  },
  price_change: {
    label: "Price changed",
    sentence: "Tells when the price of a model that is in use moves.",
  },
  model_leaving: {
    label: "Model going away",
    sentence: "Tells when a model that is in use will be withdrawn soon, or is gone.",
  },
  low_credits: {
    label: "Credits running low",
    sentence:
      "Tells when credits or the limit of OpenRouter's key fall below an amount, or it refuses the key.",
  },
  unsettled_money: {
    label: "Money not settled",
    sentence: "Tells when the cost of many generations stays unknown or unconfirmed for hours.",
  },
};
