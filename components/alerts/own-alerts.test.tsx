// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { expect, test, vi } from "vitest";
import { encode } from "zod/mini";
import { testRoot } from "@/components/ui/testing";
import { type Alert, AlertPage } from "@/lib/alerts/alerts-api";
import { eventually } from "@/lib/core/testing";
import { OwnAlerts } from "./own-alerts";
import { alert, idOf } from "./testing";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

async function open(firing: Alert[], resolved: Alert[]) {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path.replace(/\?.*/, ""));
    const alerts = path.includes("state=firing") ? firing : resolved;
    return Response.json(encode(AlertPage, { alerts, next: null, seenUntil: null, toldUntil: null }));
  });
  const host = document.createElement("div");
  document.body.replaceChildren(host);
  await act(async () =>
    testRoot(host).render(
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <OwnAlerts />
      </QueryClientProvider>,
    ),
  );
  await eventually(() => expect(host.querySelector("h3, p")).not.toBeNull());
  return { host, asked };
}

const own = { ruleId: null, ruleName: "", deliveries: [] };

test("a member sees what befell their budgets and what was answered, and nothing to manage", async () => {
  const at = new Date("2026-11-20T12:00:00.000Z");
  const answer = { kind: "budget_answer", title: "Olga granted you $5.00 more", id: idOf(31) } as const;
  const { host, asked } = await open(
    [alert({ ...own, title: "80 % is spent" })],
    [alert({ ...own, ...answer, state: "resolved", resolvedAt: at })],
  );
  const row = (name: string) => host.querySelector(`[aria-label="${name}"]`)?.textContent ?? "";
  await eventually(() => expect(row("80 % is spent")).toContain("Open"));
  expect(row("80 % is spent")).not.toContain("Rule:");
  // An answer never was open, so that it is not over either.
  expect(row(answer.title)).toContain("Olga granted you");
  expect(row(answer.title)).not.toMatch(/over/i);
  expect(host.querySelector('[role="tablist"], [role="tab"]')).toBeNull();
  expect(host.textContent).not.toContain("New rule");
  expect(new Set(asked)).toEqual(new Set(["/api/alerts"]));
});

test("while nothing has happened it says what would stand there", async () => {
  const { host, asked } = await open([], []);
  await eventually(() => expect(host.textContent).toContain("Nothing has happened"));
  expect(host.textContent).toContain("one of your keys");
  expect(new Set(asked)).toEqual(new Set(["/api/alerts"]));
});
