// @vitest-environment jsdom
import { focusManager } from "@tanstack/react-query";
import { act } from "react";
import { expect, test, vi } from "vitest";
import { encode } from "zod/mini";
import { parseUsd } from "@/lib/core/money";
import { Anomalies, PeriodForecast } from "@/lib/spend/outlook-api";
import { Overview } from "@/lib/spend/overview-api";
import { figures } from "./testing";
import { gone, open, SEEN, stubPage, UNAVAILABLE, UTC, until } from "./testing-board";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: () => {} }) }));
vi.mock("@/components/charts/stacked-bars", () => ({ default: () => null }));
stubPage();

test("a view that is not over says what it will have cost, or why nobody can say", async () => {
  const running = { ...SEEN, to: new Date("2100-01-01T00:00Z") };
  const forecast = { kind: "too_little" as const, days: 8, needed: 14 };
  const answer = (path: string) =>
    path.includes("/forecast?")
      ? Response.json(
          encode(PeriodForecast, {
            ...{
              timeZone: "UTC",
              from: running.from,
              to: running.to,
              spent: parseUsd("1"),
              unknown: 0,
              forecast,
            },
          }),
        )
      : Response.json(encode(Overview, running));
  const { host, asked } = await open(UTC, answer);
  await until(() => expect(host.textContent).toContain("No forecast yet. It takes 14 whole days"));
  expect(asked).toContain("/api/spend/forecast?from=2026-11-20&to=2099-12-31&timeZone=UTC");
  const narrowed = await open(`${UTC}&key=~`, answer);
  await until(() => expect(narrowed.host.textContent).toContain("No forecast while filters are set"));
  expect(narrowed.asked.some((path) => path.includes("/forecast?"))).toBe(false);
});

test("a forecast that does not come says why", async () => {
  const running = { ...SEEN, to: new Date("2100-01-01T00:00Z") };
  const { host } = await open(UTC, (path) =>
    path.includes("/forecast?")
      ? Response.json({ error: UNAVAILABLE }, { status: 503 })
      : Response.json(encode(Overview, running)),
  );
  await until(() => expect(host.textContent).toContain("No forecast: Not now."));
});

test("a page that is left open over midnight foresees and judges the days of its next answer, and none that are over", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-21T23:59:30Z") });
  gone.push(() => vi.useRealTimers());
  let shown = SEEN;
  const { host, asked } = await open(UTC, (path) =>
    path.includes("/forecast?")
      ? Response.json(
          encode(PeriodForecast, {
            ...{ timeZone: "UTC", from: SEEN.from, to: shown.to, spent: parseUsd("1"), unknown: 0 },
            forecast: { kind: "too_little", days: 8, needed: 14 },
          }),
        )
      : Response.json(encode(Overview, shown)),
  );
  await until(() => expect(host.textContent).toContain("No forecast yet."));
  const askedAgain = async (what: RegExp) => {
    asked.splice(0);
    act(() => {
      focusManager.setFocused(false);
      focusManager.setFocused(true);
    });
    await until(() => expect(asked.filter((path) => what.test(path))).toHaveLength(1));
    return asked.filter((path) => path.includes("/forecast?"));
  };
  vi.setSystemTime(new Date("2026-11-22T00:00:20Z"));
  expect(await askedAgain(/overview/)).toEqual([]);
  await until(() => expect(host.textContent).not.toContain("No forecast yet."));
  const buckets = [...SEEN.buckets, { start: SEEN.to, figures: figures() }];
  shown = { ...SEEN, buckets, to: new Date("2026-11-23T00:00Z") };
  expect(await askedAgain(/forecast/)).toEqual([
    "/api/spend/forecast?from=2026-11-20&to=2026-11-22&timeZone=UTC",
  ]);
  expect(asked).toContain("/api/spend/anomalies?timeZone=UTC&days=3&last=2026-11-22");
});

test("unusual days are asked for by the clock of the answer whose days they are", async () => {
  const tokyo = { timeZone: "Asia/Tokyo", to: new Date("2026-11-22T15:00Z") };
  const { host, asked } = await open(UTC, (path) =>
    Response.json(encode(Overview, path.includes("Tokyo") ? { ...SEEN, ...tokyo } : SEEN)),
  );
  const zones = [...host.querySelectorAll("select")].find(({ value }) => value === "UTC");
  await act(async () => {
    if (zones) zones.value = "Asia/Tokyo";
    zones?.dispatchEvent(new Event("change", { bubbles: true }));
  });
  const judged = () => asked.filter((path) => path.includes("/anomalies?")).map((path) => path.split("?")[1]);
  await until(() => expect(judged()).toContain("timeZone=Asia%2FTokyo&days=3&last=2026-11-22"));
  // One of them may have been asked for again meanwhile.
  expect([...new Set(judged())]).toEqual([
    "timeZone=UTC&days=2&last=2026-11-21",
    "timeZone=Asia%2FTokyo&days=3&last=2026-11-22",
  ]);
});

test("an unusual day is told in the chart's table and listed below, unless only a part of it is shown", async () => {
  const [from, to] = [new Date("2026-11-20T00:00Z"), new Date("2026-11-21T00:00Z")];
  const found: Anomalies = {
    ...{ timeZone: "UTC", from, to },
    anomalies: [
      {
        ...{ day: "2026-11-20", from, to, running: false, causes: [] },
        ...{ cost: parseUsd("102"), usual: parseUsd("4"), threshold: parseUsd("9") },
      },
    ],
  };
  const answer = (path: string) =>
    Response.json(path.includes("/anomalies?") ? encode(Anomalies, found) : encode(Overview, SEEN));
  const tableOf = async (address: string) => {
    const { host, named } = await open(address, answer);
    await until(() => expect(host.querySelector('ul[aria-label="Unusual days"]')).not.toBeNull());
    const menu = [...host.querySelectorAll("[role=menu]")].find(
      (one) => one.getAttribute("aria-label") === "More of Spend per day",
    );
    await act(async () => void menu?.dispatchEvent(new Event("beforetoggle")));
    await act(async () => named("Show as table")?.click());
    const table = host.querySelector('table[aria-label="Spend per day"]');
    return [...(table?.querySelectorAll("tr") ?? [])].map((row) => row.lastElementChild?.textContent);
  };
  expect(await tableOf(UTC)).toEqual([
    "Note",
    "Far above the usual $4.00. Nobody and nothing alone is behind it.",
    "",
  ]);
  expect(await tableOf(`${UTC}&key=~`)).not.toContain("Note");
});

test("that unusual days are not known is said where they would stand, and of what they are when the page is narrowed", async () => {
  const { host, asked, named } = await open(`${UTC}&key=~`, (path) =>
    path.includes("/anomalies?")
      ? Response.json({ error: UNAVAILABLE }, { status: 503 })
      : Response.json(encode(Overview, SEEN)),
  );
  await until(() => expect(named("Unusual days", "h2")).toBeDefined());
  const part = named("Unusual days", "h2")?.closest("section");
  expect(part?.textContent).toContain("of everything that was spent");
  expect(part?.textContent).toContain("Not now.");
  expect(part?.textContent).toContain("Try again");
  expect(host.textContent).toContain("$112.00");
  // The view's own days, though they are not the last ones.
  expect(asked.find((path) => path.includes("/anomalies?"))).toContain("days=2&last=2026-11-21");
});
