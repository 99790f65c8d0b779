// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { NuqsTestingAdapter } from "nuqs/adapters/testing";
import { act } from "react";
import { expect, test, vi } from "vitest";
import { encode } from "zod/mini";
import { testRoot } from "@/components/ui/testing";
import { readToasts } from "@/components/ui/toast";
import {
  type Alert,
  AlertChannelList,
  type AlertDelivery,
  AlertDeliveryPage,
  AlertPage,
  type AlertRule,
  AlertRuleList,
} from "@/lib/alerts/alerts-api";
import { AlertsBoard } from "./alerts-board";
import { alert, channel, delivery, IN_APP, idOf, rule } from "./testing";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
// This document knows no popovers and no modal dialogs.
HTMLElement.prototype.hidePopover ??= () => {};
HTMLElement.prototype.checkVisibility ??= () => true;
HTMLDialogElement.prototype.showModal ??= () => {};
HTMLDialogElement.prototype.close ??= () => {};

type Here = {
  firing?: Alert[];
  resolved?: Alert[];
  seenUntil?: Date | null;
  toldUntil?: Date | null;
  rules?: AlertRule[];
  deliveries?: AlertDelivery[];
  /** Answers some requests in its own way. */
  answer?: (path: string, method: string) => Response | undefined;
};

const GONE = {
  code: "not_found",
  by: "patchbay",
  message: "There is nothing at this address.",
  remedy: "none",
};

async function open(address: string, here: Here = {}) {
  const { firing = [], resolved = [], rules = [], deliveries = [] } = here;
  const { seenUntil = null, toldUntil = null } = here;
  const sent: { path: string; method: string; body: unknown }[] = [];
  vi.stubGlobal("fetch", async (path: string, { method = "GET", body }: RequestInit = {}) => {
    if (method !== "GET") sent.push({ path, method, body: body && JSON.parse(String(body)) });
    const own = here.answer?.(path, method);
    if (own) return own;
    if (path.startsWith("/api/alerts/rules")) return Response.json(encode(AlertRuleList, { rules }));
    if (path.startsWith("/api/alerts/channels"))
      return Response.json(encode(AlertChannelList, { channels: [IN_APP, channel()], hasMail: false }));
    if (path.startsWith("/api/alerts/deliveries"))
      return Response.json(encode(AlertDeliveryPage, { deliveries, next: null }));
    if (path.startsWith("/api/alerts/seen")) return new Response(null, { status: 204 });
    if (path.startsWith("/api/alerts/unread")) return Response.json({ unread: 0 });
    const alerts = path.includes("state=firing") ? firing : resolved;
    return Response.json(encode(AlertPage, { alerts, next: null, seenUntil, toldUntil }));
  });
  const addresses: string[] = [];
  const host = document.createElement("div");
  document.body.replaceChildren(host);
  await act(async () =>
    testRoot(host).render(
      <NuqsTestingAdapter
        hasMemory
        searchParams={address}
        onUrlUpdate={({ queryString }) => addresses.push(queryString)}
      >
        <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
          <AlertsBoard />
        </QueryClientProvider>
      </NuqsTestingAdapter>,
    ),
  );
  const named = (name: string, of = "button") =>
    [...document.body.querySelectorAll<HTMLElement>(of)].find(
      (one) => (one.getAttribute("aria-label") ?? one.textContent) === name,
    );
  const press = (name: string, of = "button") => act(async () => named(name, of)?.click());
  return { host, sent, addresses, named, press };
}

/** Waits for what comes by itself, which is not to be taken for something that a test forgot to await. */
async function until(check: () => void) {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", false);
  await vi.waitFor(check, { timeout: 20_000 });
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
}

test("what still goes on comes first, what was not seen is marked as new, and then it is seen", async () => {
  const over = alert({
    ...{ id: idOf(31), title: "A day was dear", state: "resolved" },
    ...{ openedAt: new Date("2026-11-18T00:00Z"), resolvedAt: new Date("2026-11-19T00:00Z") },
  });
  const { host, sent } = await open("", {
    ...{ firing: [alert()], resolved: [over], seenUntil: new Date("2026-11-19T00:00Z") },
    // Of one that lies further back than what is shown.
    toldUntil: new Date("2026-11-20T13:00Z"),
  });
  await until(() => expect(host.querySelectorAll("li[aria-label]")).toHaveLength(2));
  const [first, second] = [...host.querySelectorAll("li[aria-label]")].map((row) => row.textContent ?? "");
  expect(first).toMatch(/^80 % is spentOpenNew.*\$8\.00 of \$10\.00 are spent\..*Pager: sent/);
  expect(second).toMatch(/^A day was dearOver/);
  expect(second).not.toContain("New");
  expect(host.querySelector('a[href="/budgets"]')?.textContent).toContain("Open Budgets");
  await until(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({ path: "/api/alerts/seen", body: { until: "2026-11-20T13:00:00.000Z" } });
});

test("when nothing has happened, the page says who watches, and seen is nothing", async () => {
  const off = rule("low_credits", { id: idOf(11), isEnabled: false });
  const { host, sent } = await open("", { rules: [rule("budget_threshold"), off] });
  await until(() => expect(host.textContent).toContain("Nothing has happened"));
  const watching = () => host.querySelector('[aria-label="Rules that watch"]')?.textContent;
  await until(() => expect(watching()).toBe("Budget reached"));
  expect(sent).toEqual([]);
});

test("a list that does not come says so, and is asked for again", async () => {
  let isDown = true;
  const { host, press } = await open("?view=rules", {
    rules: [rule("budget_threshold")],
    answer: (path) =>
      isDown && path === "/api/alerts/rules"
        ? Response.json({ error: { ...GONE, code: "internal", message: "The log has it." } }, { status: 500 })
        : undefined,
  });
  await until(() => expect(host.querySelector("[role=alert]")?.textContent).toContain("The log has it."));
  isDown = false;
  await press("Try again");
  await until(() => expect(host.querySelector("[aria-label=Rules]")).not.toBeNull());
});

test("a rule tells its figures and its channels, and is switched off at once", async () => {
  const settings = { budgets: null, thresholds: [50, 80, 100] };
  const { host, sent, press, named } = await open("?view=rules", {
    rules: [rule("budget_threshold", { settings, open: 2 })],
    answer: (_path, method) =>
      method === "PATCH" ? Response.json({ error: GONE }, { status: 404 }) : undefined,
  });
  await until(() => expect(host.textContent).toContain("Tells when any budget is spent to 50, 80 or 100 %."));
  await until(() => expect(host.textContent).toMatch(/2 open alerts.*Tells\s*In the app/));
  await press("Watch “Budget reached”");
  expect(sent).toMatchObject([{ method: "PATCH", body: { isEnabled: false } }]);
  // Somebody else was quicker: it goes back to how it is.
  await until(() => expect(named("Watch “Budget reached”")?.getAttribute("aria-checked")).toBe("true"));
});

test("a threshold is added by Enter and taken off by its chip, and what is saved is what is shown", async () => {
  const { sent, press, named } = await open("?view=rules", {
    rules: [rule("budget_threshold")],
    answer: (_path, method) =>
      method === "PATCH" ? Response.json({ error: GONE }, { status: 404 }) : undefined,
  });
  await until(() => expect(named("Rules", "ul")).toBeDefined());
  await act(async () => {
    const menu = document.querySelector("[role=menu]");
    for (const name of ["beforetoggle", "toggle"])
      menu?.dispatchEvent(Object.assign(new Event(name), { newState: "open" }));
  });
  await press("Edit…", "[role=menuitem]");
  await until(() => expect(named("Remove 80 %")).toBeDefined());
  await press("Remove 80 %");
  const field = [...document.querySelectorAll("input")].find(({ placeholder }) => placeholder === "90 %");
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(field, "65");
    field?.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await act(async () => {
    field?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  });
  expect(named("Thresholds", "ul")?.textContent).toBe("50 %65 %100 %");
  await press("Save");
  await until(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.body).toMatchObject({ settings: { budgets: null, thresholds: [50, 65, 100] } });
  // Somebody else has deleted it: what was filled in stays.
  await until(() =>
    expect(document.querySelector("dialog [role=alert]")?.textContent).toContain(
      "Somebody else has deleted this",
    ),
  );
});

test("a channel is deleted at once, and brought back from where that is said", async () => {
  const { host, sent, press, named } = await open("?view=channels", {
    answer: (_path, method) => (method === "GET" ? undefined : new Response(null, { status: 204 })),
  });
  await until(() => expect(named("Pager", "li")).toBeDefined());
  await act(async () => {
    const menu = host.querySelector("li[aria-label=Pager] [role=menu]");
    for (const name of ["beforetoggle", "toggle"])
      menu?.dispatchEvent(Object.assign(new Event(name), { newState: "open" }));
  });
  await press("Delete", "[role=menuitem]");
  await until(() => expect(readToasts().at(-1)?.text).toBe("“Pager” is deleted."));
  readToasts().at(-1)?.action?.act();
  await until(() => expect(sent).toHaveLength(2));
  expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
    `DELETE /api/alerts/channels/${idOf(1)}`,
    `POST /api/alerts/channels/${idOf(1)}/restore`,
  ]);
});

test("the app's own channel has no switch, and a channel tells what its receiver said to a test", async () => {
  const { host, press, named } = await open("?view=channels", {
    answer: (path) =>
      path.endsWith("/test")
        ? Response.json({ ok: false, said: "The receiver answered 410: moved away" })
        : undefined,
  });
  await until(() => expect(host.textContent).toContain("Always there"));
  expect(host.querySelectorAll("[role=switch]")).toHaveLength(1);
  expect(named("Test “In the app”")).toBeUndefined();
  await press("Test “Pager”");
  await until(() =>
    expect(host.querySelector("li[aria-label=Pager] [role=status]")?.textContent).toBe(
      "FailedThe receiver answered 410: moved away",
    ),
  );
});

test("deliveries are narrowed in the address, and only what failed can be sent once more", async () => {
  const failed = delivery({
    id: idOf(21),
    state: "failed",
    attempts: 6,
    error: "The receiver answered 500.",
  });
  const test = delivery({ id: idOf(22), state: "failed", alert: null });
  const { host, sent, addresses, press, named } = await open(`?view=deliveries&channel=${idOf(1)}`, {
    deliveries: [delivery(), failed, test],
    answer: (path) => (path.endsWith("/retry") ? new Response(null, { status: 204 }) : undefined),
  });
  await until(() => expect(host.querySelector("table")).not.toBeNull());
  expect(host.querySelector("table")?.textContent).toContain("The receiver answered 500.");
  expect([...host.querySelectorAll('[aria-label^="Retry"]')]).toHaveLength(1);
  await press("Retry “80 % is spent” to Pager");
  await until(() => expect(sent[0]?.path).toBe(`/api/alerts/deliveries/${idOf(21)}/retry`));
  const state = named("State", "select") as HTMLSelectElement;
  await act(async () => {
    state.value = "failed";
    state.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await until(() => expect(addresses.at(-1)).toContain("state=failed"));
  expect(addresses.at(-1)).toContain(`channel=${idOf(1)}`);
  // Another view is not narrowed by what deliveries are.
  await press("Rules", "[role=tab]");
  await until(() => expect(addresses.at(-1)).toBe("?view=rules"));
});
