import { expect, test } from "vitest";
import { RULE_KINDS } from "@/lib/alerts/rules";
import { addressesProblem, addressProblem, paceWords, readAddresses } from "./channel-words";
import { deliveryTone, deliveryWords, pageName } from "./delivery-words";
import { quietProblem } from "./quiet-hours-field";
import { listed, ruleSentence } from "./rule-words";
import { idOf, rule } from "./testing";

test.each(RULE_KINDS)("a rule of the kind %s says what it watches, with its figures", (kind) => {
  const sentence = ruleSentence(rule(kind));
  expect(sentence).toMatch(/^Tells when .*\.$/);
  expect(sentence).not.toMatch(/undefined|null|NaN/);
});

test("figures are told as people count", () => {
  expect(listed([50])).toBe("50");
  expect(listed([50, 80, 100])).toBe("50, 80 or 100");
  const budgets = { thresholds: [90], budgets: [idOf(1)] };
  expect(ruleSentence(rule("budget_threshold", { settings: budgets }))).toBe(
    "Tells when the chosen budget is spent to 90 %. Also when it refuses requests or is stopped.",
  );
  const settings = { hours: 1, moreThan: 0 };
  expect(ruleSentence(rule("unsettled_money", { settings }))).toContain("more than 0 generations");
  expect(ruleSentence(rule("unsettled_money", { settings }))).toContain("after 1 hour.");
});

test("a channel says when it is told, and by which clock where that matters", () => {
  const quietHours = { from: "22:00", to: "07:00", timeZone: "America/New_York" };
  expect(paceWords({ digest: "off", timeZone: "UTC", quietHours: null })).toBe("At once");
  expect(paceWords({ digest: "hourly", timeZone: "UTC", quietHours })).toBe(
    "Gathered every hour, but not from 22:00 to 07:00, America/New York",
  );
  expect(paceWords({ digest: "daily", timeZone: "Europe/Berlin", quietHours: null })).toBe(
    "Gathered every day at 09:00, Europe/Berlin",
  );
  expect(quietProblem({ from: "22:00", to: "22:00" })).toContain("another time");
  expect(quietProblem({ from: "", to: "07:00" })).toContain("begin");
  expect(quietProblem(quietHours)).toBeNull();
});

test("addresses are read as they are typed, each once", () => {
  expect(readAddresses("a@x.org, b@x.org\n\na@x.org;c@x.org ")).toEqual(["a@x.org", "b@x.org", "c@x.org"]);
  expect(addressesProblem("a@x.org b")).toBe("“b” is not an e-mail address.");
  expect(addressesProblem(" ")).toContain("at least one");
  expect(addressProblem("https://hooks.example/x")).toBeNull();
  for (const text of ["", "hooks.example/x", "ftp://hooks.example"])
    expect(addressProblem(text)).not.toBeNull();
});

test("what was tried in vain is told from what is only on its way", () => {
  const pending = { state: "pending", heldBy: null } as const;
  expect(deliveryWords({ ...pending, attempts: 0 })).toBe("To be sent");
  expect(deliveryWords({ ...pending, attempts: 2 })).toBe("Tried again soon");
  expect([deliveryTone({ ...pending, attempts: 0 }), deliveryTone({ ...pending, attempts: 2 })]).toEqual([
    "neutral",
    "warn",
  ]);
  expect(deliveryWords({ state: "held", attempts: 0, heldBy: "digest" })).toContain("digest");
});

test("a link is called by the page that it leads to", () => {
  expect(pageName("/budgets")).toBe("Budgets");
  expect(pageName("/spend/reconciliation?days=7")).toBe("Reconciliation");
  expect(pageName("/models/acme/one")).toBe("Models");
  expect(pageName("/elsewhere")).toBe("its page");
});
