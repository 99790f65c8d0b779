// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, type ReactNode } from "react";
import { expect, test, vi } from "vitest";
import { encode } from "zod/mini";
import { testRoot } from "@/components/ui/testing";
import type { Budget } from "@/lib/budgets/api";
import { BudgetAsk, BudgetAskList } from "@/lib/budgets/asks-api";
import { parseUsd } from "@/lib/core/money";
import { eventually } from "@/lib/core/testing";
import { AskCount } from "./ask-count";
import { AskPanel } from "./ask-panel";
import { asksQuery } from "./ask-queries";
import { BudgetsBoard } from "./budgets-board";
import MoreOfBudget, { type Wanting } from "./more-of-budget";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

const [BUDGET, ASK] = ["01990000-0000-7000-8000-000000000001", "01990000-0000-7000-8000-000000000002"];
const [ASKED, LATER] = [new Date("2026-11-20T12:00:00.000Z"), new Date("2026-12-01T00:00:00.000Z")];
const ABOUT: Wanting = {
  ...{ id: BUDGET, limit: parseUsd("10"), spent: parseUsd("9"), held: parseUsd("0.5") },
  scope: { type: "workspace", id: null, name: null },
  period: "monthly",
};

const anAsk = (changes: Partial<BudgetAsk> = {}): BudgetAsk => ({
  ...{ id: ASK, budgetId: BUDGET, scope: ABOUT.scope, period: "monthly", resetsAt: LATER },
  ...{ member: "Mia", isOwn: true, amount: parseUsd("5"), note: null, askedAt: ASKED },
  ...{ state: "open", until: null, answer: null },
  ...changes,
});

/** Draws it as somebody sees it to whom the server has told these requests. */
async function draw(element: ReactNode, requests: BudgetAsk[], more: Partial<BudgetAskList> = {}) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  client.setQueryData(asksQuery.queryKey, { requests, mayAsk: true, mayAnswer: false, ...more });
  const page = document.createElement("div");
  await act(async () =>
    testRoot(page).render(<QueryClientProvider client={client}>{element}</QueryClientProvider>),
  );
  const buttons = () => [...page.querySelectorAll("button")].map(({ textContent }) => textContent);
  return { page, buttons, client };
}

test.each([
  [[], ["Ask for more…"], ""],
  [[anAsk()], [], "You asked for $5.00 more. Nobody has answered yet."],
  [
    [anAsk({ state: "declined", answer: { by: "Adam", at: ASKED, words: "Next\u202Eweek" } })],
    ["Ask for more…"],
    "Adam declined $5.00 more. “Next⟨U+202E⟩week”",
  ],
  [
    [anAsk({ state: "granted", until: LATER, answer: { by: "Adam", at: ASKED, words: null } })],
    ["Ask for more…"],
    "Adam granted you $5.00 more. It lasts until",
  ],
  [
    [anAsk({ state: "ended", until: ASKED, answer: { by: "Adam", at: ASKED, words: null } })],
    ["Ask for more…"],
    "Adam granted you $5.00 more. That has ended.",
  ],
  [[anAsk({ state: "deleted" })], [], "the budget was deleted since"],
  [[anAsk({ state: "reset" })], ["Ask for more…"], "the budget has begun anew since"],
  // Of another budget.
  [[anAsk({ budgetId: ASK })], ["Ask for more…"], ""],
] as const)(
  "a member sees what became of their request where they asked: %#",
  async (requests, ways, said) => {
    const { page, buttons } = await draw(<MoreOfBudget about={ABOUT} />, [...requests]);
    expect(buttons()).toEqual(ways);
    expect(page.querySelector("[role=status]")?.textContent ?? "").toContain(said);
  },
);

test("whoever may raises, and whoever may not spend has nothing to ask for", async () => {
  const raises = await draw(<MoreOfBudget about={ABOUT} />, [anAsk({ isOwn: false })], { mayAnswer: true });
  expect(raises.buttons()).toEqual(["Raise the budget…"]);
  const viewer = await draw(<MoreOfBudget about={ABOUT} />, [], { mayAsk: false });
  expect(viewer.buttons()).toEqual([]);
});

test("requests that do not come say so, and are asked for again", async () => {
  let isDown = true;
  const error = { code: "internal", by: "patchbay", message: "No.", remedy: "none" };
  vi.stubGlobal("fetch", async () =>
    isDown
      ? Response.json({ error }, { status: 500 })
      : Response.json(encode(BudgetAskList, { requests: [], mayAsk: true, mayAnswer: false })),
  );
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const page = document.createElement("div");
  await act(async () =>
    testRoot(page).render(
      <QueryClientProvider client={client}>
        <MoreOfBudget about={ABOUT} />
      </QueryClientProvider>,
    ),
  );
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", false);
  await eventually(() => expect(page.querySelector("[role=alert]")?.textContent).toContain("No."));
  isDown = false;
  page.querySelector("button")?.click();
  await eventually(() => expect(page.querySelector("button")?.textContent).toBe("Ask for more…"));
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  expect(page.querySelector("[role=alert]")).toBeNull();
});

test("budgets and requests that do not come for one reason say so once", async () => {
  const error = { code: "unavailable", by: "patchbay", message: "No database.", remedy: "wait" };
  vi.stubGlobal("fetch", async () => Response.json({ error }, { status: 503 }));
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const page = document.createElement("div");
  await act(async () =>
    testRoot(page).render(
      <QueryClientProvider client={client}>
        <BudgetsBoard isTeam reportingZone={null} />
      </QueryClientProvider>,
    ),
  );
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", false);
  await eventually(() => expect(client.isFetching()).toBe(0));
  await eventually(() => expect(page.querySelectorAll("[role=alert]")).toHaveLength(1));
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
});

test("an answer says that what is granted ends with the raise that runs", async () => {
  const raise = { amount: parseUsd("2"), until: LATER };
  const budget = { ...ABOUT, raise, left: parseUsd("0.5") } as Budget;
  const asks = [anAsk({ isOwn: false })];
  const { page } = await draw(<AskPanel budgets={[budget]} />, asks, { mayAnswer: true });
  expect(page.textContent).toMatch(/It is raised until .*: what is granted ends then, too\./);
});

test("who may answer grants in one click, with the sentence beside it; text is only ever text", async () => {
  const sent: { path: string; body: unknown }[] = [];
  const ask = anAsk({ isOwn: false, note: "For the <b>report</b>" });
  vi.stubGlobal("fetch", async (path: string, { method, body }: RequestInit = {}) => {
    if (method === "POST") {
      sent.push({ path, body: JSON.parse(String(body)) });
      return Response.json(encode(BudgetAsk, ask));
    }
    return Response.json(encode(BudgetAskList, { requests: [], mayAsk: true, mayAnswer: true }));
  });
  document.title = "Budgets · Patchbay";
  const { page, buttons } = await draw(
    <>
      <AskCount />
      <AskPanel budgets={[]} />
    </>,
    [ask],
    { mayAnswer: true },
  );
  expect(page.textContent).toContain("1 request");
  expect(document.title).toBe("(1) Budgets · Patchbay");
  expect(page.textContent).toContain("“For the <b>report</b>”");
  expect(page.querySelector("b")).toBeNull();
  expect(buttons()).toEqual(["Grant", "Decline"]);
  const grant = [...page.querySelectorAll("button")].find(({ textContent }) => textContent === "Grant");
  await act(async () => grant?.click());
  expect(sent).toEqual([{ path: `/api/budgets/requests/${ASK}/grant`, body: {} }]);
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", false);
  await eventually(() => expect(buttons()).toEqual([]));
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  expect(document.title).toBe("Budgets · Patchbay");
});

test.each([
  ["deleted", "The budget was deleted since."],
  ["removed", "Mia was removed from the team since."],
  ["suspended", "Mia is suspended."],
] as const)("what nobody can grant any more, as it is %s, is put away", async (state, said) => {
  const asks = [anAsk({ isOwn: false, state })];
  const { buttons, page } = await draw(<AskPanel budgets={[]} />, asks, { mayAnswer: true });
  expect(buttons()).toEqual(["Put away"]);
  expect(page.textContent).toContain(said);
});
