import { expect, test } from "vitest";
import { type EndingAlert, endingOf, endsToTell, mayComeBack, speakersOf } from "./endings";
import { type Figures, type Observation, observe } from "./judgement";
import type { RuleKind } from "./rules";
import { at } from "./testing";

const known = (id: string, figures: Figures = {}): EndingAlert => ({
  ...{ id, subject: id, state: "firing", figures },
});
const seen = (figures: Figures, changes: object = {}) =>
  observe({ subject: "s", title: "", sentence: "It is so.", link: "/", figures, ...changes });
const told = (kind: RuleKind, alerts: EndingAlert[], observations: Observation[] = []) =>
  endsToTell(
    kind,
    alerts.map((alert) => ({ alert, seen: undefined })),
    observations,
  ).map(({ id }) => id);

test("of the thresholds of a budget that end together the highest that was told speaks for all", () => {
  const half = { ...known("half", { budget: "a", threshold: 50 }), isCertain: true };
  const most = { ...known("most", { budget: "a", threshold: 80 }), isCertain: true };
  const other = { ...known("other", { budget: "b", threshold: 50 }), isCertain: false };
  const speaking = (...ones: (typeof half)[]) =>
    speakersOf(ones)
      .map(({ id }) => id)
      .toSorted();
  expect(speaking(half, most, other)).toEqual(["most", "other"]);
  expect(speaking(half)).toEqual(["half"]);
  // Nobody knows whether that one was told.
  expect(speaking(half, { ...most, isCertain: false })).toEqual(["half"]);
});

test("a threshold may come back whose budget has another limit by now or is gone, and not one that fell or of which nobody asks", () => {
  const figures = { budget: "a", threshold: 80, limit: "100", startsAt: "2026-11-01" };
  const gone = { alert: known("most", figures), seen: undefined };
  const now = (changes: Figures) => [seen({ ...figures, threshold: 50, ...changes }, { level: "clear" })];
  expect(mayComeBack("budget_threshold", gone, now({ limit: "200" }))).toBe(true);
  expect(mayComeBack("budget_threshold", gone, now({}))).toBe(false);
  expect(mayComeBack("budget_threshold", gone, [...now({}), ...now({ limit: "200", budget: "b" })])).toBe(
    false,
  );
  expect(mayComeBack("budget_threshold", gone, now({ budget: "b" }))).toBe(true);
  expect(mayComeBack("budget_threshold", gone, [])).toBe(true);
  expect(mayComeBack("budget_threshold", gone, now({ limit: "200", startsAt: "2026-12-01" }))).toBe(false);
  expect(mayComeBack("budget_threshold", { ...gone, seen: seen(figures) }, now({ limit: "200" }))).toBe(
    false,
  );
});

test("a raise that leaves a budget as far spent as before ends nothing; one that leaves it less spent does", () => {
  const alert = known("most", { budget: "a", threshold: 80 });
  const reached = (threshold: number, budget = "a") => [seen({ budget, threshold })];
  expect(told("budget_threshold", [alert], reached(80))).toEqual([]);
  expect(told("budget_threshold", [alert], reached(100))).toEqual([]);
  expect(told("budget_threshold", [alert], reached(50))).toEqual(["most"]);
  expect(told("budget_threshold", [alert], reached(80, "b"))).toEqual(["most"]);
  const near = [seen({ budget: "a", threshold: 80 }, { level: "between" })];
  expect(told("budget_threshold", [alert], near)).toEqual(["most"]);
});

test("a model that was to go and has gone is not back", () => {
  const alert = known("leaving", { model: "acme/one" });
  expect(told("model_leaving", [alert], [seen({ model: "acme/one" })])).toEqual([]);
  expect(told("model_leaving", [alert], [seen({ model: "acme/two" })])).toEqual(["leaving"]);
});

test.each(["anomaly", "price_change"] as const)("%s has no end to tell", (kind) => {
  expect(told(kind, [known("day")])).toEqual([]);
});

test("an end says how it stands, or why nothing is there any more", () => {
  const budget = known("half", { budget: "a", resetsAt: at(0).toISOString() });
  const gone = { alert: budget, seen: undefined };
  expect(endingOf("budget_threshold", { alert: budget, seen: seen({}) }, at(1))).toBe("It is so.");
  expect(endingOf("budget_threshold", gone, at(0))).toBe("The budget has begun anew.");
  expect(endingOf("budget_threshold", gone, at(-1))).toContain("another limit");
  const stopped = { alert: { ...gone.alert, figures: { stoppedAt: at(0).toISOString() } }, seen: undefined };
  expect(endingOf("budget_threshold", stopped, at(0))).toContain("counted anew");
  expect(endingOf("model_leaving", gone, at(0))).toContain("lists the model");
});
