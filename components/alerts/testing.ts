import type { Alert, AlertChannel, AlertDelivery, AlertRule } from "@/lib/alerts/alerts-api";
import { defaultSettings, RULE_WORDS, type RuleKind, type RuleSettings } from "@/lib/alerts/rules";

const AT = new Date("2026-11-20T12:00:00.000Z");
/** Ids that the wire takes, by a number. */
export const idOf = (number: number): string => `01900000-0000-7000-8000-${String(number).padStart(12, "0")}`;

export const channel = (changes: Partial<AlertChannel> = {}): AlertChannel => ({
  ...{ id: idOf(1), kind: "webhook", name: "Pager", isEnabled: true, addresses: [], createdAt: AT },
  ...{ address: "https://pager.example/…", digest: "off", timeZone: "UTC", quietHours: null },
  ...{ problem: null, last: null },
  ...changes,
});

export const IN_APP = channel({ id: idOf(2), kind: "in_app", name: "In the app", address: null });

export const rule = <Kind extends RuleKind>(kind: Kind, changes: object = {}): AlertRule =>
  ({
    ...{ id: idOf(10), name: RULE_WORDS[kind].label, kind, settings: defaultSettings(kind) },
    ...{ channels: [IN_APP.id], isUrgent: false, tellsOver: true, isEnabled: true },
    ...{ createdAt: AT, judgedAt: AT, note: null, open: 0 },
    ...changes,
  }) as AlertRule & { settings: RuleSettings[Kind] };

const TOLD = { id: idOf(1), kind: "webhook", name: "Pager" } as const;

export const delivery = (changes: Partial<AlertDelivery> = {}): AlertDelivery => ({
  ...{ id: idOf(20), channel: TOLD, event: "opened", state: "sent", attempts: 1 },
  ...{ nextAttemptAt: null, heldBy: null, error: null, createdAt: AT, sentAt: AT },
  alert: { id: idOf(30), title: "80 % is spent", kind: "budget_threshold" },
  ...changes,
});

export function alert(changes: Partial<Alert> = {}): Alert {
  const { alert: _about, ...told } = delivery();
  return {
    ...{ id: idOf(30), kind: "budget_threshold", ruleId: idOf(10), ruleName: "Budget reached" },
    ...{ isUrgent: false, subject: "budget:1", state: "firing", title: "80 % is spent", link: "/budgets" },
    ...{ sentence: "$8.00 of $10.00 are spent.", figures: {}, openedAt: AT, resolvedAt: null },
    ending: null,
    deliveries: [told],
    ...changes,
  };
}
