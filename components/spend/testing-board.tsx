import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { NuqsTestingAdapter } from "nuqs/adapters/testing";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, vi } from "vitest";
import { encode } from "zod/mini";
import { type Budget, BudgetList } from "@/lib/budgets/api";
import { parseUsd } from "@/lib/core/money";
import { Overview } from "@/lib/spend/overview-api";
import { SpendBoard } from "./spend-board";
import { figures, overview } from "./testing";

/** What is to be undone after the test. */
export const gone: (() => void)[] = [];

/** What the board needs of a document, for all tests of a file. */
export function stubPage(): void {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  beforeEach(() => {
    // This document is never laid out: nothing has a size, and nothing comes near.
    for (const name of ["IntersectionObserver", "ResizeObserver"])
      vi.stubGlobal(
        name,
        class {
          observe() {}
          disconnect() {}
        },
      );
    HTMLElement.prototype.hidePopover = () => {};
  });
  afterEach(() =>
    act(async () => {
      for (const leave of gone.splice(0)) leave();
    }),
  );
}

/** Waits for what comes by itself, which is not to be taken for something that a test forgot to await. */
export async function until(check: () => void) {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", false);
  await vi.waitFor(check, 10_000);
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
}

const costing = (cost: string, more = {}) => figures({ cost: parseUsd(cost), generations: 2, ...more });
const point = (cost: string) => ({ cost: parseUsd(cost), unknown: 0, generations: 2, tokens: 0, failed: 0 });
export const SEEN = overview({
  totals: costing("112", { generations: 5, unknown: 3, failed: 1 }),
  before: { from: new Date("2026-11-18"), to: new Date("2026-11-20"), totals: costing("100") },
  groups: [
    {
      ...{ key: "acme/a", label: "acme/a", figures: costing("100"), rest: costing("40") },
      parts: [{ key: null, label: "No key", figures: costing("60") }],
    },
    { ...{ key: "acme/b", label: "acme/b", parts: [], rest: null }, figures: costing("10") },
  ],
  ...{ groupCount: 5, rest: costing("2") },
  series: [
    { key: "acme/a", label: "acme/a", points: [point("100"), point("0")] },
    { key: "acme/b", label: "acme/b", points: [point("0"), point("10")] },
  ],
  other: [point("2"), point("0")],
});
const PREFERENCES = {
  ...{ favouriteModels: [], recentModels: [], recommendedModels: [], mayRecommend: false },
  spendViews: [{ name: "By key", query: "groupBy=key" }],
};

export const UNAVAILABLE = { code: "unavailable", by: "patchbay", message: "Not now.", remedy: "retry" };

export async function open(
  address: string,
  answer: (path: string) => Response = () => Response.json(encode(Overview, SEEN)),
  budgets: Budget[] | null = [],
) {
  const asked: string[] = [];
  const sent: unknown[] = [];
  vi.stubGlobal("fetch", async (path: string, { method, body }: RequestInit = {}) => {
    if (path === "/api/preferences") {
      if (method === "PUT") sent.push(JSON.parse(String(body)));
      return Response.json({ ...PREFERENCES, ...(method === "PUT" && JSON.parse(String(body))) });
    }
    if (path === "/api/budgets")
      return budgets
        ? Response.json(encode(BudgetList, { budgets, mayChange: false }))
        : Response.json({ error: UNAVAILABLE }, { status: 503 });
    asked.push(path);
    return answer(path);
  });
  const addresses: string[] = [];
  const host = document.createElement("div");
  document.body.append(host);
  const root = createRoot(host);
  gone.push(() => {
    root.unmount();
    host.remove();
  });
  await act(async () =>
    root.render(
      <NuqsTestingAdapter
        hasMemory
        searchParams={address}
        onUrlUpdate={({ queryString }) => addresses.push(queryString)}
      >
        <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
          <SpendBoard />
        </QueryClientProvider>
      </NuqsTestingAdapter>,
    ),
  );
  await until(() => expect(host.querySelector("[aria-label=Totals], [role=alert]")).not.toBeNull());
  const named = (name: string, of = "button") =>
    [...host.querySelectorAll<HTMLElement>(of)].find(
      (one) => (one.getAttribute("aria-label") ?? one.textContent) === name,
    );
  const press = (name: string, how: MouseEventInit = {}) =>
    act(async () => void named(name)?.dispatchEvent(new MouseEvent("click", { bubbles: true, ...how })));
  return { host, asked, sent, addresses, named, press };
}

export const last = (addresses: readonly string[]) =>
  Object.fromEntries(new URLSearchParams(addresses.at(-1)));
export const UTC = "?timeZone=UTC";
