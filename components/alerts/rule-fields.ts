import type { AlertRule } from "@/lib/alerts/alerts-api";
import { defaultSettings, RULE_SETTINGS, type RuleKind, type RuleSettings } from "@/lib/alerts/rules";

/** A whole number of a rule: what it is, unit and all, and what it may be. */
type NumberField = { name: string; label: string; least: number; most: number };

const MOST_COUNTED = 1_000_000;
const PERCENT = { name: "percent", least: 1, most: 100 };
const AT_LEAST = { name: "atLeast", least: 1, most: MOST_COUNTED };

/** The whole numbers that each kind asks for. */
export const NUMBER_FIELDS: Record<RuleKind, readonly NumberField[]> = {
  budget_threshold: [],
  budget_forecast: [],
  anomaly: [],
  fallback_taken: [
    { ...PERCENT, label: "Share of an hour’s answers that fallbacks gave, in %" },
    { ...AT_LEAST, label: "From how many answers in the hour on" },
  ],
  upstream_failing: [
    { ...PERCENT, label: "Share of 15 minutes’ requests that failed, in %" },
    { ...AT_LEAST, label: "From how many requests in 15 minutes on" },
  ],
  price_change: [{ ...PERCENT, most: 1_000, label: "By how much a price moves at least, in %" }],
  model_leaving: [{ name: "days", least: 1, most: 365, label: "How long before its last day, in days" }],
  low_credits: [],
  unsettled_money: [
    { name: "hours", least: 1, most: 720, label: "Not settled for longer than, in hours" },
    { name: "moreThan", least: 0, most: MOST_COUNTED, label: "More generations than" },
  ],
};

/** A rule's settings as they are being filled in; each kind uses what it has. */
export type Draft = {
  /** Null: every budget. */
  budgets: readonly string[] | null;
  /** Percent, ascending. */
  thresholds: readonly number[];
  /** A threshold that was typed and not added yet. */
  threshold: string;
  timeZone: string;
  /** Dollars. */
  below: string;
  numbers: Readonly<Record<string, string>>;
};

/** What is filled in at first: the settings of a rule, or those that its kind begins with. */
export function toDraft(kind: RuleKind, rule: AlertRule | null, ownZone: string): Draft {
  const settings: Record<string, unknown> = rule?.kind === kind ? rule.settings : defaultSettings(kind);
  const { budgets, thresholds, timeZone, below } = settings as Partial<
    RuleSettings["budget_threshold"] & RuleSettings["anomaly"] & RuleSettings["low_credits"]
  >;
  const numbers = NUMBER_FIELDS[kind].map(({ name }) => [name, String(settings[name])]);
  return {
    ...{ budgets: budgets ?? null, thresholds: thresholds ?? [], threshold: "", below: below ?? "" },
    timeZone: (rule && timeZone) ?? ownZone,
    numbers: Object.fromEntries(numbers),
  };
}

/** What is wrong, by field; empty when the settings can be saved. */
export function draftProblems(kind: RuleKind, draft: Draft): Readonly<Record<string, string>> {
  const problems: Record<string, string> = {};
  if (watchesBudgets(kind) && draft.budgets?.length === 0)
    problems.budgets = "Choose at least one budget, or every budget.";
  if (kind === "budget_threshold") {
    if (draft.threshold.trim() !== "" && readThreshold(draft.threshold) === null)
      problems.thresholds = THRESHOLD_PROBLEM;
    else if (allThresholds(draft).length === 0) problems.thresholds = "Add at least one threshold.";
    else if (allThresholds(draft).length > MOST_THRESHOLDS)
      problems.thresholds = `At most ${MOST_THRESHOLDS} thresholds.`;
  }
  for (const { name, least, most } of NUMBER_FIELDS[kind])
    if (readWhole(draft.numbers[name] ?? "", least, most) === null)
      problems[name] = `Write a whole number from ${least} to ${most.toLocaleString("en")}.`;
  if (kind === "low_credits" && !/^\d{1,8}(\.\d{1,12})?$/.test(plainDollars(draft.below)))
    problems.below = "Write an amount like 5 or 0.50.";
  return problems;
}

/** @throws ZodError for a draft that has problems */
export function toSettings(kind: RuleKind, draft: Draft): RuleSettings[RuleKind] {
  const numbers = NUMBER_FIELDS[kind].map(({ name }) => [name, Number(draft.numbers[name])]);
  return RULE_SETTINGS[kind].parse({
    ...(watchesBudgets(kind) && { budgets: draft.budgets }),
    ...(kind === "budget_threshold" && { thresholds: allThresholds(draft) }),
    ...(kind === "anomaly" && { timeZone: draft.timeZone }),
    ...(kind === "low_credits" && { below: plainDollars(draft.below) }),
    ...Object.fromEntries(numbers),
  });
}

export const watchesBudgets = (kind: RuleKind): boolean =>
  kind === "budget_threshold" || kind === "budget_forecast";

const [LARGEST_THRESHOLD, MOST_THRESHOLDS] = [1_000, 20];
export const THRESHOLD_PROBLEM = `Write a whole number of percent, from 1 to ${LARGEST_THRESHOLD.toLocaleString("en")}.`;

/** A typed threshold, with or without its sign; null for what is none. */
export const readThreshold = (text: string): number | null =>
  readWhole(text.replace(/%\s*$/, ""), 1, LARGEST_THRESHOLD);

export const withThreshold = (thresholds: readonly number[], added: number): number[] =>
  [...new Set([...thresholds, added])].sort((one, other) => one - other);

/** With what was typed and not added. */
function allThresholds({ thresholds, threshold }: Draft): readonly number[] {
  const typed = readThreshold(threshold);
  return typed === null ? thresholds : withThreshold(thresholds, typed);
}

const plainDollars = (text: string): string => text.trim().replace(/^\$/, "");

function readWhole(text: string, least: number, most: number): number | null {
  if (!/^\s*\d{1,9}\s*$/.test(text)) return null;
  const value = Number(text);
  return value >= least && value <= most ? value : null;
}
