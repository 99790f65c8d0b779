import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import SpendMeter from "@/components/shell/spend-meter";
import type { Budget } from "@/lib/budgets/api";
import { parseUsd } from "@/lib/core/money";
import { BudgetRow } from "./budget-row";
import BudgetsOf from "./budgets-of";
import { budgetsOfQuery, meterQuery } from "./queries";

const NOW = new Date("2026-11-19T13:00:00.000Z");
const KEY = "01990000-0000-7000-8000-000000000001";

const aBudget = (changes: Partial<Budget> = {}): Budget => ({
  ...{ id: KEY, limit: parseUsd("10"), raise: null, period: "monthly", timeZone: "UTC", hard: true },
  scope: { type: "workspace", id: null, name: null },
  ...{
    spent: parseUsd("6"),
    held: parseUsd("1"),
    left: parseUsd("3"),
    stoppedAt: null,
    refusedAt: null,
    refusedAmount: null,
    largestHold: null,
    createdAt: NOW,
  },
  ...{ startsAt: new Date("2026-11-01T00:00:00.000Z"), resetsAt: new Date("2026-12-01T00:00:00.000Z") },
  ...changes,
});

function draw(element: ReactNode, queryKey: readonly unknown[], budgets: Budget[]): string {
  const client = new QueryClient();
  client.setQueryData(queryKey, { budgets, mayChange: false }, { updatedAt: NOW.getTime() });
  return renderToStaticMarkup(<QueryClientProvider client={client}>{element}</QueryClientProvider>);
}
const textOf = (html: string) => html.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");

test("what a key falls under is told with what is spent, held and left, where it leads and when it resets", () => {
  const of = { key: KEY };
  const scope = { type: "key", id: KEY, name: "nightly" } as const;
  const soft = aBudget({ scope, hard: false, period: "total", resetsAt: null, held: parseUsd("0") });
  const html = draw(<BudgetsOf of={of} />, budgetsOfQuery(of).queryKey, [aBudget(), { ...soft, id: "2" }]);
  const [workspace = "", key = ""] = html.split("<li ").slice(1).map(textOf);
  expect(workspace).toMatch(
    /Workspace Monthly resets in 11 days \$6\.00 of \$10\.00 spent \$1\.00 held \$3\.00 left at this rate ≈ \$9\.\d\d by then/,
  );
  expect(html).toContain('aria-label="Workspace: 60 % of $10.00 spent, 10 % held"');
  expect(key).toMatch(/nightly Key · Total · warns only \$6\.00 of \$10\.00 spent/);
  expect(key).not.toMatch(/held|at this rate|resets/);
  expect(textOf(draw(<BudgetsOf of={of} />, budgetsOfQuery(of).queryKey, []))).toContain("No budget");
});

test("where nothing is spent nothing is foreseen, neither in words nor on the bar", () => {
  const of = { key: KEY };
  const html = draw(<BudgetsOf of={of} />, budgetsOfQuery(of).queryKey, [aBudget({ spent: parseUsd("0") })]);
  expect(html).toContain("<svg");
  expect(html).not.toMatch(/<line|at this rate/);
});

test("the rail has a meter where the workspace has a budget for the month, with its raise", () => {
  const meter = (...budgets: Budget[]) => draw(<SpendMeter narrow={false} />, meterQuery.queryKey, budgets);
  expect(meter()).toBe("");
  expect(meter(aBudget({ period: "daily" }), aBudget({ scope: { type: "tag", id: "a", name: "a" } }))).toBe(
    "",
  );
  const raise = { amount: parseUsd("5"), until: new Date("2026-12-01T00:00:00.000Z") };
  const html = meter(aBudget({ period: "daily" }), aBudget({ raise }));
  expect(textOf(html)).toContain("$6.00 of $15.00 spent this month");
  expect(html).toContain('href="/budgets"');
  const soft = aBudget({ limit: parseUsd("6"), left: parseUsd("0"), hard: false });
  const wide = aBudget({ limit: parseUsd("500"), left: parseUsd("493") });
  expect(textOf(meter(soft, wide, aBudget()))).toContain("$6.00 of $10.00");
});

test("a budget says that it refuses requests only where others would be refused, too", () => {
  const refused = (changes: Partial<Budget>) => {
    const budget = aBudget({ refusedAt: NOW, refusedAmount: parseUsd("4"), ...changes });
    const row = <BudgetRow budget={budget} now={NOW} mayChange onOpen={() => {}} />;
    return textOf(draw(row, ["none"], []));
  };
  expect(refused({})).toContain("Refuses requests");
  expect(refused({ largestHold: parseUsd("4") })).toContain("Refuses requests");
  const one = refused({ largestHold: parseUsd("1") });
  expect(one).toContain("Refused a request of $4.00");
  expect(one).not.toContain("Refuses requests");
  expect(refused({ refusedAmount: parseUsd("20") })).toContain("Refused a request of $20.00");
  expect(refused({ largestHold: parseUsd("1"), held: parseUsd("4"), left: parseUsd("0") })).toContain(
    "Used up",
  );
  expect(refused({ refusedAt: null })).not.toContain("Refuse");
});
