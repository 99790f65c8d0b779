// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, type ReactNode } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { encode } from "zod/mini";
import { testRoot } from "@/components/ui/testing";
import { Budget } from "@/lib/budgets/api";
import { parseUsd, ZERO } from "@/lib/core/money";
import { BudgetForm } from "./budget-form";
import { RaiseBudget } from "./raise-budget";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
HTMLDialogElement.prototype.showModal ??= () => {};
HTMLDialogElement.prototype.close ??= () => {};

const UNTIL = new Date(Date.now() + 3 * 86_400_000);
const SEEN: Budget = {
  ...{ id: "01990000-0000-7000-8000-000000000001", scope: { type: "workspace", id: null, name: null } },
  ...{ limit: parseUsd("25"), raise: null, period: "monthly", timeZone: "UTC", hard: true },
  ...{
    spent: ZERO,
    held: ZERO,
    left: parseUsd("25"),
    stoppedAt: null,
    refusedAt: null,
    refusedAmount: null,
    largestHold: null,
  },
  ...{ startsAt: new Date(0), resetsAt: new Date(Date.now() + 9 * 86_400_000), createdAt: new Date(0) },
};

let present = SEEN;
let isRefused = false;
const sent: unknown[] = [];
beforeEach(() => {
  sent.length = 0;
  present = SEEN;
  isRefused = false;
  const error = { code: "conflict", by: "patchbay", message: "Changed.", remedy: "retry" };
  vi.stubGlobal("fetch", async (_path: string, { method, body }: RequestInit = {}) => {
    if (method !== "PATCH") return Response.json(encode(Budget, present));
    sent.push(JSON.parse(String(body)));
    return isRefused ? Response.json({ error }, { status: 409 }) : Response.json(encode(Budget, present));
  });
});

async function draw(element: ReactNode) {
  // Dialogs stand beside the page.
  const page = document.body;
  await act(async () =>
    testRoot().render(<QueryClientProvider client={new QueryClient()}>{element}</QueryClientProvider>),
  );
  const field = () => page.querySelector<HTMLInputElement>("input[inputmode=decimal]");
  return {
    page,
    field,
    type: (text: string) =>
      act(async () => {
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(field(), text);
        field()?.dispatchEvent(new Event("input", { bubbles: true }));
      }),
    save: () =>
      act(async () => {
        page.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
        for (let turn = 0; turn < 20; turn++) await Promise.resolve();
        await new Promise((resolve) => setTimeout(resolve, 50));
      }),
  };
}

const edit = (onClose = () => {}) => (
  <BudgetForm budget={SEEN} isTeam={false} reportingZone={null} onClose={onClose} />
);

test("only what is changed is sent, with what it was; where nothing is, nothing is sent", async () => {
  const onClose = vi.fn();
  const { type, save } = await draw(edit(onClose));
  await save();
  expect([sent, onClose.mock.calls.length]).toEqual([[], 1]);
  await type("30.0");
  await save();
  expect(sent).toEqual([{ limit: "30", was: { limit: "25" } }]);
});

test("what somebody else has changed is shown, and what was typed stays for the next try", async () => {
  const onClose = vi.fn();
  const { page, field, type, save } = await draw(edit(onClose));
  await type("30");
  present = { ...SEEN, limit: parseUsd("40"), hard: false };
  isRefused = true;
  await save();
  expect(page.querySelector("[role=status]")?.textContent).toContain(
    "It is now $40.00, monthly (UTC), and warns",
  );
  expect(page.textContent).toContain("Changed.");
  expect([field()?.value, onClose.mock.calls.length]).toEqual(["30", 0]);
  isRefused = false;
  await save();
  expect(sent.at(-1)).toEqual({ limit: "30", was: { limit: "40" } });
  expect(onClose).toHaveBeenCalledOnce();
});

test("a raise that runs is changed without moving its end", async () => {
  const raise = { amount: parseUsd("5"), until: UNTIL };
  const { type, save } = await draw(<RaiseBudget budget={{ ...SEEN, raise }} onClose={() => {}} />);
  await type("8");
  await save();
  const until = UNTIL.toISOString();
  expect(sent).toEqual([{ raise: { amount: "8", until }, was: { raise: { amount: "5", until } } }]);
});
