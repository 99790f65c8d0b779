// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import type { Budget } from "@/lib/budgets/api";
import { parseUsd } from "@/lib/core/money";
import { open, stubPage, UTC, until } from "./testing-board";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: () => {} }) }));
vi.mock("@/components/charts/stacked-bars", () => ({ default: () => null }));
stubPage();

const aBudget = (id: string, changes: Partial<Budget>): Budget => ({
  ...{ id: `01990000-0000-7000-8000-00000000000${id}`, limit: parseUsd("500") },
  ...{ raise: null, period: "monthly", timeZone: "UTC", hard: true },
  scope: { type: "workspace", id: null, name: null },
  ...{
    spent: parseUsd("405"),
    held: parseUsd("5"),
    left: parseUsd("90"),
    refusedAt: null,
    refusedAmount: null,
    largestHold: null,
    stoppedAt: null,
  },
  ...{ createdAt: new Date(0), startsAt: new Date("2026-11-01"), resetsAt: new Date("2026-12-01") },
  ...changes,
});
const ofKey = (id: string, spent: string): Budget =>
  aBudget(id, { scope: { type: "key", id, name: `key-${id}` }, spent: parseUsd(spent) });

test("the workspace's budgets are told first, then those of most use, with the way to all of them", async () => {
  const budgets = [
    ...[aBudget("1", {}), aBudget("2", { period: "daily" })],
    ...[ofKey("3", "1"), ofKey("4", "490"), ofKey("5", "300")],
  ];
  const { host, named } = await open(UTC, undefined, budgets);
  await until(() => expect(host.querySelector('ul[aria-label="Budgets"]')).not.toBeNull());
  const lines = [...host.querySelectorAll('ul[aria-label="Budgets"] > li')];
  expect(lines.map((line) => line.getAttribute("aria-label"))).toEqual([
    "Monthly budget of Workspace",
    "Daily budget of Workspace",
    "Monthly budget of key-4",
    "Monthly budget of key-5",
  ]);
  expect(lines[0]?.textContent).toContain("$405.00 of $500.00 spent$5.00 held$90.00 left");
  expect(host.querySelector('svg[aria-label^="Workspace: 81"]')).not.toBeNull();
  expect(named("All 5 budgets", "a")?.getAttribute("href")).toBe("/budgets");
  expect(host.textContent).not.toContain("whatever is shown above");
  // The chart's bars are days, and reach to $102.
  expect(host.textContent).toContain("Daily budget: $500.00, far above these bars");

  const narrowed = await open(`${UTC}&model=acme/a`, undefined, budgets);
  await until(() => expect(narrowed.host.textContent).toContain("whatever is shown above"));
  expect(narrowed.host.textContent).not.toContain("Daily budget:");
});

test("without budgets nothing is said of them, and what does not come can be asked for again", async () => {
  const none = await open(UTC);
  await until(() => expect(none.host.textContent).toContain("This month"));
  // Until it is known that there are none, they have a place.
  await until(() => expect(none.named("Budgets", "h2")).toBeUndefined());
  const failed = await open(UTC, undefined, null);
  await until(() => expect(failed.host.textContent).toContain("Not now."));
  expect(failed.named("Budgets", "h2")).toBeDefined();
  expect(failed.host.textContent).toContain("$112.00");
});
