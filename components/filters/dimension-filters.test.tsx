// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { expect, test, vi } from "vitest";
import { testRoot } from "@/components/ui/testing";
import type { Choices } from "@/lib/ledger/dimensions";
import { DimensionFilters } from "./dimension-filters";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

/** Other work may run beside. */
const PATIENTLY = { timeout: 20_000 };

const VALUES = { values: [{ key: "k-1", label: "Production key", generations: 3 }] };

async function draw(choices: Choices) {
  vi.stubGlobal("fetch", async () => Response.json(VALUES));
  const changes: Choices[] = [];
  const host = document.createElement("div");
  await act(async () =>
    testRoot(host).render(
      <QueryClientProvider client={new QueryClient()}>
        <DimensionFilters
          choices={choices}
          onChange={(next) => changes.push(next)}
          range={{ span: "30d", timeZone: "UTC" }}
        />
      </QueryClientProvider>,
    ),
  );
  const button = (name: string) =>
    [...host.querySelectorAll("button")].find((one) => one.getAttribute("aria-label") === name);
  return { host, changes, button };
}

test("each choice is a chip that can be taken off, and keys are told by their names", async () => {
  const model = { exclude: true, values: ["acme/one", "acme/two"] };
  const { changes, button } = await draw({ model, key: { exclude: false, values: ["k-1", null] } });
  await vi.waitFor(() => expect(button("Filter: Key is Production key or No key")).toBeDefined(), PATIENTLY);
  await act(async () => button("Remove the filter “Model is not acme/one nor acme/two”")?.click());
  expect(changes).toEqual([{ key: { exclude: false, values: ["k-1", null] }, model: undefined }]);
});

test("what is picked in the menu gets a chip, and offers the values that there are", async () => {
  const { host, changes, button } = await draw({});
  const open = (of: Element | null) => {
    return act(async () => {
      for (const name of ["beforetoggle", "toggle"])
        of?.dispatchEvent(Object.assign(new Event(name), { newState: "open" }));
    });
  };
  // This document knows no popovers.
  HTMLElement.prototype.hidePopover = () => {};
  HTMLElement.prototype.checkVisibility ??= () => true;
  await open(host.querySelector("[role=menu]"));
  const entries = [...host.querySelectorAll<HTMLElement>("[role=menuitem]")];
  await act(async () => entries.find((one) => one.textContent === "Key")?.click());
  expect(button("Filter: Key")).toBeDefined();
  await open(host.querySelector("[role=dialog]"));
  await vi.waitFor(() => expect(host.textContent).toContain("Production key"), PATIENTLY);
  const ticks = [...host.querySelectorAll<HTMLInputElement>("[type=checkbox]")];
  expect(ticks.map((one) => one.parentElement?.textContent)).toEqual(["No key", "Production key3"]);
  await act(async () => ticks[1]?.click());
  expect(changes).toEqual([{ key: { exclude: false, values: ["k-1"] } }]);
});
