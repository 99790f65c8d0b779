// @vitest-environment jsdom
import { focusManager, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { NuqsTestingAdapter } from "nuqs/adapters/testing";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { encode } from "zod/mini";
import { type Budget, BudgetList } from "@/lib/budgets/api";
import { parseUsd } from "@/lib/core/money";
import { AccountList } from "@/lib/ledger/accounts-api";
import { Anomalies, PeriodForecast } from "@/lib/spend/outlook-api";
import { Overview } from "@/lib/spend/overview-api";
import { SpendBoard } from "./spend-board";
import { figures, overview } from "./testing";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: () => {} }) }));
vi.mock("@/components/charts/stacked-bars", () => ({ default: () => null }));
vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

const gone: (() => void)[] = [];
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

/** Waits for what comes by itself, which is not to be taken for something that a test forgot to await. */
async function until(check: () => void) {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", false);
  await vi.waitFor(check, 10_000);
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
}

const costing = (cost: string, more = {}) => figures({ cost: parseUsd(cost), generations: 2, ...more });
const point = (cost: string) => ({ cost: parseUsd(cost), unknown: 0, generations: 2, tokens: 0, failed: 0 });
const SEEN = overview({
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

const UNAVAILABLE = { code: "unavailable", by: "patchbay", message: "Not now.", remedy: "retry" };

async function open(
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

const last = (addresses: readonly string[]) => Object.fromEntries(new URLSearchParams(addresses.at(-1)));
const UTC = "?timeZone=UTC";
const ALT = { bubbles: true, cancelable: true, altKey: true };

test("the tiles tell the total, how it changed, and of how many nobody knows the cost", async () => {
  const { host, asked } = await open(UTC);
  expect(asked[0]).toContain("/api/spend/overview?span=30d&timeZone=UTC&groupBy=model&rank=cost");
  const totals = host.querySelector("[aria-label=Totals]");
  expect(totals?.textContent).toContain(
    "Spent$112.00▲ 12 %12 % more than in the time before.+ 3 of unknown cost",
  );
  expect(totals?.textContent).toContain("Tokens in—");
  const unknown = [...(totals?.querySelectorAll("a") ?? [])].find((one) =>
    one.textContent?.startsWith("+ 3"),
  );
  expect(unknown?.getAttribute("href")).toMatch(/^\/generations\?cost=unknown&from=2026-11-20/);
});

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

test("a time before that is only partly on record is no measure, and the tiles say so", async () => {
  const { host } = await open(UTC, () => Response.json(encode(Overview, { ...SEEN, before: null })));
  const totals = host.querySelector("[aria-label=Totals]");
  expect(totals?.textContent).toContain("Spent$112.00—Nothing to compare with.");
  expect(totals?.querySelector('[data-tip="Not the whole of the time before is on record."]')).not.toBeNull();
});

test("the table's shares add up, and its last line is the total", async () => {
  const { host } = await open(UTC);
  const table = host.querySelector('table[aria-label="Spend by model"]');
  const lines = [...(table?.querySelectorAll("tr:not(.hidden)") ?? [])].map((row) => row.textContent ?? "");
  const shares = [...(table?.querySelectorAll("tbody tr:not(.hidden) td:nth-child(3)") ?? [])];
  expect(shares.map(({ textContent }) => textContent)).toEqual(["89.3 %", "8.9 %", "1.8 %"]);
  expect(lines.find((line) => line.startsWith("Other 3 models"))).toContain("$2.00");
  expect(lines.at(-1)).toContain("5 models");
  expect(lines.at(-1)).toContain("$112.00");
});

test("a name in the table narrows, with the alternative key it is left out, and once more takes it back", async () => {
  const { addresses, press } = await open(UTC);
  await press("acme/a");
  await until(() => expect(last(addresses)).toMatchObject({ model: "acme/a" }));
  await press("acme/a");
  await until(() => expect(last(addresses)).not.toHaveProperty("model"));
  await press("acme/b", { altKey: true });
  await until(() => expect(last(addresses)).toMatchObject({ model: "!acme/b" }));
});

test("a key that is pressed before the page knows of the last choice does not take that back", async () => {
  const { addresses, named } = await open(UTC);
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", false);
  const leaveOut = (name: string) => named(name)?.dispatchEvent(new MouseEvent("click", ALT));
  leaveOut("acme/a");
  await vi.waitFor(() => expect(last(addresses)).toMatchObject({ model: "!acme/a" }), { interval: 0 });
  leaveOut("acme/b");
  await vi.waitFor(() => expect(named("Spend by model", "table")?.closest("[aria-busy=true]")).toBeNull());
  expect(last(addresses).model).toMatch(/^!acme\/a/);
  leaveOut("acme/b");
  await vi.waitFor(() => expect(last(addresses)).toMatchObject({ model: "!acme/a,acme/b" }));
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
});

test("groups beyond the table are shown by leaving out those that are in it", async () => {
  const { addresses, press, named } = await open(UTC);
  const others = named("Other 3 models")?.closest("tr");
  const [list] = others?.querySelectorAll("a") ?? [];
  expect(new URLSearchParams(list?.search).get("model")).toBe("!acme/a,acme/b");
  await press("Other 3 models");
  await until(() => expect(last(addresses)).toMatchObject({ model: "!acme/a,acme/b" }));
  const tags = await open(`${UTC}&groupBy=tag`, () =>
    Response.json(encode(Overview, { ...SEEN, groupBy: "tag", overlapping: true })),
  );
  expect(tags.named("Other 3 tags")).toBeUndefined();
});

test("rows unfold to what is inside of them, and the parts add up to the row", async () => {
  const { host, press, named, addresses } = await open(`${UTC}&inside=key`);
  expect(host.textContent).not.toContain("No key");
  await press("Show what is inside of acme/a");
  expect(named("No key")).toBeDefined();
  expect(host.textContent).toContain("The rest");
  await press("No key");
  await until(() => expect(last(addresses)).toMatchObject({ model: "acme/a", key: "~" }));
});

test("what the chart shows is what groups are ranked by", async () => {
  const { host, addresses } = await open(UTC);
  const tokens = [...host.querySelectorAll<HTMLInputElement>('input[value="tokens"]')][0];
  await act(async () => tokens?.click());
  await until(() => expect(last(addresses)).toMatchObject({ rank: "tokens" }));
});

test("nothing at all asks for a question, nothing that matches for fewer filters", async () => {
  const nothing = () => Response.json(encode(Overview, overview()));
  const all = await open(UTC, nothing);
  expect(all.host.textContent).toContain("Nothing ran in this time");
  expect(all.host.textContent).toContain("Spent$0");
  expect(all.host.textContent).toContain("Error rate—");
  const narrowed = await open(`${UTC}&model=acme/x`, nothing);
  expect(narrowed.host.textContent).toContain("Nothing of this time matches");
  await narrowed.press("Clear the filters");
  expect(last(narrowed.addresses)).not.toHaveProperty("model");
});

test("what is refused for being too long is said, with a way out", async () => {
  const error = { code: "invalid_request", by: "patchbay", message: "Too long for this.", remedy: "edit" };
  const { host, press, addresses } = await open(`${UTC}&span=365d&bucket=hour`, () =>
    Response.json({ error }, { status: 400 }),
  );
  expect(host.querySelector("[role=alert]")?.textContent).toContain("Too long for this.");
  await press("Last 30 days");
  await until(() => expect(last(addresses)).toEqual({ timeZone: "UTC" }));
});

test("a saved view is open when it is what is shown, and takes what is shown when told to", async () => {
  const { host, named, sent } = await open("?groupBy=key");
  await until(() => expect(named("By key", "a")).toBeDefined());
  const menu = [...host.querySelectorAll("[role=menu]")].find(
    (one) => one.getAttribute("aria-label") === "Change “By key”",
  );
  await act(async () => void menu?.dispatchEvent(new Event("beforetoggle")));
  await act(async () => named("Update to what is shown")?.click());
  await until(() => expect(sent).toHaveLength(1));
  const [{ spendViews }] = sent as [{ spendViews: { name: string; query: string }[] }];
  expect(spendViews).toEqual([{ name: "By key", query: expect.stringMatching(/^timeZone=.+&groupBy=key$/) }]);
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

describe("where the ledger knows of another account", () => {
  const days = { first: new Date("2026-01-05T00:00Z"), last: new Date("2026-06-04T12:00Z") };
  const accounts = encode(AccountList, {
    accounts: [
      { id: "5eed", host: "openrouter.ai", keyEnd: "3f9a", isCurrent: true, first: null, last: null },
      { id: "sandbox", host: null, keyEnd: null, isCurrent: false, ...days },
    ],
  });
  const among = (shown: Overview) => (path: string) =>
    Response.json(path === "/api/accounts" ? accounts : encode(Overview, shown));

  test("where nothing ran, its last days are offered", async () => {
    const { host, addresses, named } = await open(UTC, among(overview()));
    const way = () =>
      [...host.querySelectorAll("button")].find((one) => /^Look at Sandbox/.test(one.textContent));
    await until(() => expect(way()).toBeDefined());
    await act(async () => way()?.click());
    await until(() =>
      expect(last(addresses)).toEqual({
        ...{ timeZone: "UTC", account: "sandbox" },
        ...{ from: "2026-05-06", to: "2026-06-04" },
      }),
    );
    await until(() => expect(named("Another account", "aside")).toBeDefined());
  });

  test("it is looked at by the address, said so, and led to by every figure", async () => {
    const { host, asked, addresses, named, press } = await open(`${UTC}&account=sandbox`, among(SEEN));
    await until(() => expect(named("Another account", "aside")).toBeDefined());
    expect(named("Another account", "aside")?.textContent).toContain(
      "of Sandbox, which is not the account in use",
    );
    expect(
      asked.filter((path) => path.includes("/overview?")).every((path) => path.includes("account=sandbox")),
    ).toBe(true);
    const links = [...host.querySelectorAll<HTMLAnchorElement>('a[href^="/generations"]')];
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter(({ search }) => !search.includes("account=sandbox"))).toEqual([]);
    // What is to come is foreseen of the account in use.
    expect(asked.some((path) => path.includes("/outlook?"))).toBe(false);
    expect(named("Reconciliation", "a")).toBeUndefined();
    await press("Back to the current account");
    await until(() => expect(last(addresses)).toEqual({ timeZone: "UTC" }));
    await until(() => expect(asked.some((path) => path.includes("/outlook?"))).toBe(true));
  });
});

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
  expect(none.named("Budgets", "h2")).toBeUndefined();
  const failed = await open(UTC, undefined, null);
  await until(() => expect(failed.host.textContent).toContain("Not now."));
  expect(failed.named("Budgets", "h2")).toBeDefined();
  expect(failed.host.textContent).toContain("$112.00");
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

test("nothing is saved of an answer that is not the one asked for last", async () => {
  let answers = 0;
  const { host, named, press, asked } = await open(UTC, (path) => {
    if (!path.includes("/overview?")) return Response.json({ error: UNAVAILABLE }, { status: 503 });
    answers += 1;
    return answers === 1
      ? Response.json(encode(Overview, SEEN))
      : new Response(new ReadableStream({ start() {} }), { status: 200 });
  });
  const menu = () => named("Export");
  expect(menu()?.closest("[inert]")).toBeNull();
  await press("acme/a");
  expect(asked.at(-1)).toContain("model=");
  expect(menu()?.closest("[inert]")).not.toBeNull();
  expect(host.querySelector("[aria-busy=true] [aria-label=Totals]")).not.toBeNull();
});
