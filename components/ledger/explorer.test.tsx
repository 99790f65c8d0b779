// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { NuqsTestingAdapter } from "nuqs/adapters/testing";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Explorer } from "./explorer";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

const START = Date.parse("2026-11-20T12:00:00.000Z");
const idOf = (at: number) => `01900000-0000-7000-8000-${String(at).padStart(12, "0")}`;

const one = (at: number) => ({
  id: idOf(at),
  source: "gateway",
  conversationId: null,
  messageId: null,
  models: [`acme/model-${at}`],
  model: null,
  provider: null,
  attempts: null,
  state: "finished",
  finishReason: "stop",
  failure: null,
  promptTokens: 1,
  completionTokens: null,
  reasoningTokens: null,
  cachedTokens: null,
  cacheWriteTokens: null,
  estimate: null,
  cost: "0.5",
  costState: "confirmed",
  startedAt: new Date(START + at * 1_000).toISOString(),
  endedAt: null,
  ttftMs: null,
  durationMs: null,
  upstreamId: null,
  member: "Ada",
  key: "Nightly",
  route: null,
  tags: [],
  upstreamCost: null,
});

const page = (generations: unknown[], nextCursor: string | null = null, scannedTo: string | null = null) => ({
  generations,
  nextCursor,
  scannedTo,
});

let asked: URL[] = [];
let answers: (url: URL) => unknown;
let root: ReturnType<typeof createRoot>;

beforeEach(() => {
  asked = [];
  vi.stubGlobal("fetch", async (path: string) => {
    const url = new URL(path, "http://patchbay");
    asked.push(url);
    const answer = answers(url);
    return answer === undefined ? new Promise(() => {}) : Response.json(await answer);
  });
  vi.stubGlobal("matchMedia", () => ({
    matches: false,
    addEventListener() {},
    removeEventListener() {},
  }));
  // This document lays nothing out.
  for (const [name, size] of [
    ["offsetHeight", 600],
    ["offsetWidth", 1_000],
    ["clientHeight", 600],
    ["clientWidth", 1_000],
  ] as const)
    vi.spyOn(HTMLElement.prototype, name, "get").mockReturnValue(size);
  Element.prototype.scrollTo = () => {};
  HTMLElement.prototype.hidePopover = () => {};
  root = createRoot(document.body.appendChild(document.createElement("div")));
});
afterEach(async () => {
  await act(async () => root.unmount());
  document.body.replaceChildren();
});

async function open(search: string, reportingZone: string | null = null) {
  const addresses: string[] = [];
  await act(async () =>
    root.render(
      <NuqsTestingAdapter
        searchParams={search}
        hasMemory
        onUrlUpdate={({ queryString }) => addresses.push(queryString)}
      >
        <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
          <Explorer reportingZone={reportingZone} />
        </QueryClientProvider>
      </NuqsTestingAdapter>,
    ),
  );
  return addresses;
}

const shown = () =>
  [...document.querySelectorAll('table[aria-label="Generations"] th a')].map((link) => link.textContent);
/** Patient, since other work may run beside. */
const until = (check: () => void) => act(async () => vi.waitFor(check, { timeout: 20_000 }));
const press = (key: string) =>
  act(async () => {
    (document.activeElement ?? document.body).dispatchEvent(
      new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }),
    );
  });

test("the address is what is asked for, and further pages come as the list is read", async () => {
  answers = (url) => {
    if (url.pathname !== "/api/generations" || url.searchParams.has("from")) return undefined;
    return url.searchParams.has("cursor") ? page([one(1)]) : page([one(3), one(2)], "next");
  };
  await open("?model=!acme/a,acme/b&minCost=0.01&state=failed,lost&search=gen-123");
  await until(() => expect(shown()).toEqual(["acme/model-3", "acme/model-2", "acme/model-1"]));
  const [list] = asked.filter(({ pathname }) => pathname === "/api/generations");
  expect(Object.fromEntries(list?.searchParams ?? [])).toEqual({
    model: "!acme/a,acme/b",
    minCost: "0.01",
    state: "failed,lost",
    search: "gen-123",
    limit: "100",
  });
  expect(document.body.textContent).toContain("3 shown");
  expect(document.body.textContent).toContain("That is all there is.");
});

test("J and K open one after the other once one is open, and Escape leads back to its row", async () => {
  answers = (url) => {
    if (url.pathname !== "/api/generations" || url.searchParams.has("from")) return undefined;
    return page([one(3), one(2), one(1)]);
  };
  const addresses = await open("");
  await until(() => expect(shown().length).toBe(3));
  await press("j");
  expect(document.activeElement?.textContent).toBe("acme/model-3");
  await act(async () => (document.activeElement as HTMLElement).click());
  await until(() => expect(addresses.at(-1)).toContain(idOf(3)));
  await press("j");
  await until(() => expect(addresses.at(-1)).toContain(idOf(2)));
  await press("k");
  await press("k");
  await until(() => expect(addresses.at(-1)).toContain(idOf(3)));
  await press("Escape");
  await until(() => expect(addresses.at(-1)).not.toContain("open"));
  await until(() => expect(document.activeElement?.textContent).toBe("acme/model-3"));
});

test("what is new waits for whoever does not watch, and comes by itself for whoever does", async () => {
  answers = (url) => {
    if (url.pathname !== "/api/generations") return undefined;
    return url.searchParams.has("from") ? page([one(3), one(2)]) : page([one(2), one(1)]);
  };
  await open("");
  const pill = () => [...document.querySelectorAll("button")].find((one) => /new$/.test(one.textContent));
  await until(() => expect(pill()?.textContent).toBe(" 1 new"));
  expect(shown()).toEqual(["acme/model-2", "acme/model-1"]);
  await act(async () => pill()?.click());
  await until(() => expect(shown()).toEqual(["acme/model-3", "acme/model-2", "acme/model-1"]));
  expect(pill()).toBeUndefined();

  await act(async () => root.unmount());
  root = createRoot(document.body.appendChild(document.createElement("div")));
  await open("?live=true");
  await until(() => expect(shown()).toEqual(["acme/model-3", "acme/model-2", "acme/model-1"]));
});

test("a search that finds nothing says how far it came, and asks before it goes on for long", async () => {
  let steps = 0;
  answers = (url) => {
    if (url.pathname !== "/api/generations") return undefined;
    steps++;
    return page([], `step-${steps}`, new Date(START - steps * 86_400_000).toISOString());
  };
  await open("?tag=rare");
  const further = () =>
    [...document.querySelectorAll("button")].find((one) => one.textContent === "Search further back");
  await until(() => expect(further()).toBeDefined());
  const before = steps;
  expect(before).toBeLessThan(30);
  expect(document.body.textContent).toContain("Searched back to");
  await act(async () => further()?.click());
  await until(() => expect(steps).toBeGreaterThan(before));
});

test("where nothing matches, the filters can be cleared", async () => {
  answers = ({ pathname }) => (pathname === "/api/generations" ? page([]) : undefined);
  const addresses = await open("?key=~&cost=unknown&open=x");
  const clear = () =>
    [...document.querySelectorAll("button")].find((one) => one.textContent === "Clear the filters");
  await until(() => expect(clear()).toBeDefined());
  await act(async () => clear()?.click());
  await until(() => expect(addresses.at(-1)).toBe("?open=x"));
  expect(document.body.textContent).toContain("No generations yet");
});

test("rows stay, dimmed, until those of another filter have come", async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  answers = (url) => {
    if (url.pathname !== "/api/generations") return undefined;
    const isTail = url.searchParams.has("from");
    if (url.searchParams.has("key")) return isTail ? page([one(5)]) : page([one(3), one(1)]);
    return isTail ? undefined : held.then(() => page([one(9)]));
  };
  const addresses = await open("?key=~&live=true");
  const busy = () =>
    document.querySelector('[aria-label="List of generations"]')?.closest("[aria-busy=true]");
  const before = ["acme/model-5", "acme/model-3", "acme/model-1"];
  await until(() => expect(shown()).toEqual(before));
  expect(busy()).toBeNull();
  const remove = [...document.querySelectorAll("button")].find((button) =>
    /^Remove the filter/.test(button.getAttribute("aria-label") ?? ""),
  );
  await act(async () => remove?.click());
  await until(() => expect(addresses.at(-1)).not.toContain("key"));
  await until(() => expect(busy()).not.toBeNull());
  expect(shown()).toEqual(before);
  expect(asked.some(({ searchParams }) => searchParams.has("from") && !searchParams.has("key"))).toBe(false);
  await act(async () => release());
  await until(() => expect(shown()).toEqual(["acme/model-9"]));
  expect(busy()).toBeNull();
});

test("an empty list leads to another account's, which the address then names and filters do not clear", async () => {
  const accounts = [
    { id: "5eed", host: "openrouter.ai", keyEnd: "3f9a", isCurrent: true, first: null, last: null },
    { id: "sandbox", host: null, keyEnd: null, isCurrent: false, first: null, last: null },
  ];
  answers = ({ pathname, searchParams }) => {
    if (pathname === "/api/accounts") return { accounts };
    if (pathname !== "/api/generations" || searchParams.has("from")) return undefined;
    return page(searchParams.get("account") === "sandbox" && !searchParams.has("key") ? [one(1)] : []);
  };
  const addresses = await open("");
  const button = (name: string) =>
    [...document.querySelectorAll("button")].find(({ textContent }) => textContent === name);
  await until(() => expect(button("Look at Sandbox")).toBeDefined());
  expect(document.querySelector("aside")).toBeNull();
  await act(async () => button("Look at Sandbox")?.click());
  await until(() => expect(addresses.at(-1)).toBe("?account=sandbox"));
  await until(() => expect(shown()).toEqual(["acme/model-1"]));
  expect(document.querySelector("aside")?.textContent).toContain(
    "of Sandbox, which is not the account in use",
  );
  await act(async () => root.unmount());
  root = createRoot(document.body.appendChild(document.createElement("div")));
  const narrowed = await open("?account=sandbox&key=~");
  await until(() => expect(button("Clear the filters")).toBeDefined());
  await act(async () => button("Clear the filters")?.click());
  await until(() => expect(narrowed.at(-1)).toBe("?account=sandbox"));
});

const histogram = {
  ...{ from: "2026-11-20T18:30:00.000Z", to: "2026-11-21T18:30:00.000Z", countedFrom: null },
  isBehind: false,
  bars: [
    {
      ...{ start: "2026-11-20T18:30:00.000Z", cost: "0.5" },
      ...{ finished: 1, failed: 0, cancelled: 0, running: 0 },
    },
  ],
};

test("time is cut and told by the reporting clock, or by that of the address, and said so", async () => {
  answers = ({ pathname, searchParams }) =>
    pathname === "/api/generations/histogram"
      ? histogram
      : pathname === "/api/generations" && !searchParams.has("from")
        ? page([one(1)])
        : undefined;
  const addresses = await open("", "Asia/Kolkata");
  const zones = () =>
    asked
      .filter(({ pathname }) => pathname === "/api/generations/histogram")
      .map(({ searchParams }) => searchParams.get("timeZone"));
  await until(() => expect(zones()).toEqual(["Asia/Kolkata"]));
  await until(() => expect(document.querySelector("figcaption")?.textContent).toContain("Asia/Kolkata time"));
  expect(document.querySelector("footer")?.textContent).toContain("Asia/Kolkata time");

  const button = (name: string) =>
    [...document.querySelectorAll("button")].find(({ textContent }) => textContent === name);
  await act(async () => button("Today")?.click());
  const from = () => new Date(new URLSearchParams(addresses.at(-1)).get("from") ?? 0);
  const midnight = new Intl.DateTimeFormat("en", {
    timeZone: "Asia/Kolkata",
    timeStyle: "medium",
    hourCycle: "h23",
  });
  await until(() => expect(midnight.format(from())).toBe("00:00:00"));
  const field = document.querySelector<HTMLInputElement>('input[type="datetime-local"]');
  expect(field?.value).toMatch(/T00:00$/);
  await act(async () => {
    if (!field) return;
    field.value = "2026-11-21T09:15";
    field.focus();
    field.blur();
  });
  await until(() => expect(from()).toEqual(new Date("2026-11-21T03:45:00.000Z")));
});

test("why only the end of a long time is drawn is said: the filters, or sums that are not up to date", async () => {
  for (const [isBehind, why] of [
    [false, "With these filters only the end of the time is drawn"],
    [true, "Only the end of the time is drawn until what changed before is summed up"],
  ] as const) {
    answers = ({ pathname }) =>
      pathname === "/api/generations/histogram" ? { ...histogram, isBehind } : page([one(1)]);
    await open("?from=2025-11-21T00:00:00.000Z");
    await until(() => expect(document.querySelector("figcaption")?.textContent).toContain(why));
    await act(async () => root.unmount());
    root = createRoot(document.body.appendChild(document.createElement("div")));
  }
});

test("a zone in the address comes first, unless there is no such zone", async () => {
  answers = ({ pathname }) => (pathname === "/api/generations" ? page([one(1)]) : undefined);
  const zone = () =>
    asked.find(({ pathname }) => pathname === "/api/generations/histogram")?.searchParams.get("timeZone");
  await open(
    "?timeZone=Europe/Berlin&from=2026-10-24T22:00:00.000Z&to=2026-10-25T23:00:00.000Z",
    "Asia/Kolkata",
  );
  await until(() => expect(zone()).toBe("Europe/Berlin"));
  const name = [...document.querySelectorAll("button")]
    .map((one) => one.getAttribute("aria-label") ?? "")
    .find((label) => label.startsWith("Filter: ") && label.includes("Berlin"));
  expect(name?.match(/12:00\sAM/g)).toHaveLength(2);
  // A list is asked for what lies in it, whatever its times are told by.
  expect(
    asked.some(
      ({ pathname, searchParams }) => pathname === "/api/generations" && searchParams.has("timeZone"),
    ),
  ).toBe(false);
  await act(async () => root.unmount());
  root = createRoot(document.body.appendChild(document.createElement("div")));
  asked = [];
  await open("?timeZone=Mars/Olympus", "Asia/Kolkata");
  await until(() => expect(zone()).toBe("Asia/Kolkata"));
});
