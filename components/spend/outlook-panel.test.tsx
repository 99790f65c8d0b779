import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { parseUsd as usd } from "@/lib/core/money";
import type { Anomaly, Outlook as Figures } from "@/lib/spend/outlook-api";
import { Anomalies } from "./outlook-anomalies";
import { Outlook } from "./outlook-panel";
import { anomaliesQuery, outlookQuery } from "./outlook-queries";

const FIGURES: Figures = {
  ...{ timeZone: "UTC", today: "2026-11-20", spent: usd("39"), generations: 21, unknown: 2, mayChange: true },
  month: {
    ...{ first: "2026-11-01", last: "2026-11-30" },
    ...{ from: new Date("2026-11-01T00:00Z"), to: new Date("2026-12-01T00:00Z") },
  },
  forecast: { kind: "forecast", days: 39, expected: usd("60"), low: usd("52.1"), high: usd("68"), ahead: [] },
  runway: { of: null, left: null, lasts: { kind: "unknown" } },
  fees: {
    ...{ purchaseFee: "card", topUp: usd("10"), purchase: usd("3.12"), effective: usd("52.12") },
    byok: {
      ...{ fee: usd("0.5"), providerBills: usd("10"), allowance: usd("25000"), feeByRule: usd("0") },
    },
  },
  freeQuota: { used: 50, limit: 50, resetsAt: new Date("2026-11-21T00:00Z"), guarded: true },
};

const DAYS = { days: 30, last: "2026-11-20" };
const htmlOf = (element: ReactNode, client: QueryClient): string =>
  renderToStaticMarkup(<QueryClientProvider client={client}>{element}</QueryClientProvider>);

function textOf(element: ReactNode, client: QueryClient): string {
  const html = htmlOf(element, client);
  return html.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");
}

function drawn(changes: Partial<Figures> = {}): string {
  const client = new QueryClient();
  client.setQueryData(outlookQuery("UTC").queryKey, { ...FIGURES, ...changes });
  return textOf(<Outlook timeZone="UTC" />, client);
}

test("the month is told with its forecast and how sure that is", () => {
  expect(drawn()).toMatch(/Spent so far \$39\.00 forecast ≈ \$60\.00 ≈ \$52\.10–68\.00 in 4 of 5 cases/);
  expect(drawn()).toContain("2 with unknown cost");
  const young = drawn({ forecast: { kind: "too_little", days: 8, needed: 14 } });
  expect(young).toContain("It takes 14 whole days of history; there are 8.");
  expect(young).not.toContain("forecast");
});

test("a date that nobody knows is none", () => {
  expect(drawn()).toMatch(/Credits run out — OpenRouter does not tell/);
});

test("the effective cost names its parts, and can be changed by who may", () => {
  expect(drawn()).toMatch(
    /\$52\.12 \$39\.00 of credits \+ \$3\.12 purchase fee \+ \$10\.00 billed by providers/,
  );
  expect(drawn()).toContain("Bought at once");
  const viewed = drawn({ mayChange: false });
  expect(viewed).not.toContain("Bought at once");
  expect(viewed).toContain("Counted for purchases of $10.00.");
});

test("a quota that is used up says so, and one that nobody tells is unknown", () => {
  expect(drawn()).toMatch(/50 of 50 .*Used up/);
  const unknown = drawn({ freeQuota: { ...FIGURES.freeQuota, used: 3, limit: null } });
  expect(unknown).toMatch(/3 of — .*does not tell how many/);
  expect(unknown).not.toContain("Used up");
});

test("a day that stands out is listed with what is behind it; none is nothing at all", () => {
  const anomaly: Anomaly = {
    ...{ day: "2026-11-15", running: true, cost: usd("23"), usual: usd("3"), threshold: usd("4.5") },
    ...{ from: new Date("2026-11-15T00:00Z"), to: new Date("2026-11-16T00:00Z") },
    causes: [{ dimension: "key", key: "k", label: "nightly", cost: usd("21"), usual: usd("1") }],
  };
  const listed = (anomalies: Anomaly[]) => {
    const client = new QueryClient();
    const span = { timeZone: "UTC", from: anomaly.from, to: anomaly.to };
    client.setQueryData(anomaliesQuery("UTC", DAYS).queryKey, { ...span, anomalies });
    return textOf(<Anomalies timeZone="UTC" days={DAYS} isNarrowed={false} />, client);
  };
  expect(listed([anomaly])).toMatch(/today, so far \$23\.00 instead of about \$3\.00 Mostly key nightly/);
  expect(listed([])).toBe("");
});

test("an unusual day leads to all that ran in it, and each cause to its own; of many the first five are shown", () => {
  const anomalies = Array.from({ length: 7 }, (_, index): Anomaly => {
    const from = new Date(Date.UTC(2026, 10, 20 - index));
    return {
      ...{ day: from.toISOString().slice(0, 10), from, to: new Date(from.getTime() + 86_400_000) },
      ...{ running: false, cost: usd("23"), usual: usd("3"), threshold: usd("4.5") },
      causes: [{ dimension: "key", key: null, label: "No key", cost: usd("21"), usual: usd("1") }],
    };
  });
  const client = new QueryClient();
  const span = { timeZone: "UTC", from: new Date(0), to: new Date(1) };
  client.setQueryData(anomaliesQuery("UTC", DAYS).queryKey, { ...span, anomalies });
  const html = htmlOf(<Anomalies timeZone="UTC" days={DAYS} isNarrowed={false} />, client);
  const time = "from=2026-11-20T00%3A00%3A00.000Z&amp;to=2026-11-21T00%3A00%3A00.000Z&amp;timeZone=UTC";
  expect(html).toContain(`href="/generations?${time}"`);
  expect(html).toContain(`href="/generations?key=%7E&amp;${time}"`);
  expect(html.match(/<li/g)).toHaveLength(5);
  expect(html).toContain("Show 2 more");
});
