// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, type ComponentProps } from "react";
import { expect, test, vi } from "vitest";
import { catalogQuery } from "@/components/catalog/queries";
import { testRoot } from "@/components/ui/testing";
import { catalogModel } from "@/lib/catalog/testing";
import type { PaneState } from "../pane-state";
import type { Panes } from "../use-panes";
import OpenSettings from "./open-settings";
import type PaneSettings from "./pane-settings";

type Given = ComponentProps<typeof PaneSettings>;

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
const given: { last?: Given } = {};
vi.mock("./pane-settings", () => ({
  default: (props: Given) => {
    given.last = props;
    return null;
  },
}));

const MODELS = [
  catalogModel("acme/plain", { supportedParameters: ["temperature"], defaultParameters: { temperature: 1 } }),
  catalogModel("acme/open", { supportedParameters: ["temperature", "min_p"] }),
];
const paneOf = (key: string, model: string, more: Partial<PaneState> = {}): PaneState => ({
  ...{ key, paneId: null, model, fallbackModels: [], system: null, parameters: {} },
  ...more,
});

/** The settings of the first of panes in step, and what their panes are after each change. */
async function open(...panes: PaneState[]) {
  const client = new QueryClient();
  // What is there counts as fresh, so that nothing is fetched.
  client.setQueryData(catalogQuery.queryKey, { models: MODELS } as never);
  let now = panes;
  const change: Panes["change"] = (keys, changeOf) => {
    now = now.map((pane) => (keys.includes(pane.key) ? { ...pane, ...changeOf(pane) } : pane));
  };
  const own = { panes, change } as Panes;
  await act(async () =>
    testRoot().render(
      <QueryClientProvider client={client}>
        <OpenSettings
          {...{ own, open: panes[0] as PaneState, name: "One", together: panes.length > 1 }}
          start="parameters"
          onClose={() => {}}
        />
      </QueryClientProvider>,
    ),
  );
  const settings = given.last as Given;
  return { settings, set: () => now.map(({ parameters }) => parameters) };
}

test("what is not taken is told, and removing it leaves the panes alone that take it", async () => {
  const parameters = { temperature: 0, min_p: 0.1 };
  const { settings, set } = await open(
    paneOf("one", "acme/plain", { parameters }),
    paneOf("two", "acme/open", { parameters }),
  );
  expect(settings.untaken.map(({ path }) => path)).toEqual(["min_p"]);
  settings.onRemove("min_p");
  expect(set()).toEqual([{ temperature: 0 }, parameters]);
});

test("in step a setting reaches the panes that take it, by a fallback too", async () => {
  const { settings, set } = await open(
    paneOf("one", "acme/open"),
    paneOf("two", "acme/plain"),
    paneOf("three", "acme/plain", { fallbackModels: ["acme/open"] }),
  );
  settings.onParameter("min_p", 0.1);
  settings.onParameter("temperature", 0);
  expect(set()).toEqual([{ min_p: 0.1, temperature: 0 }, { temperature: 0 }, { min_p: 0.1, temperature: 0 }]);
});

test("a preset is applied as far as each takes it, and what the first does not is told", async () => {
  const { settings, set } = await open(paneOf("one", "acme/plain"), paneOf("two", "acme/open"));
  expect(settings.onApply({ parameters: { temperature: 0, min_p: 0.1, plugins: [] } })).toEqual(["min_p"]);
  expect(set()).toEqual([
    { temperature: 0, plugins: [] },
    { temperature: 0, min_p: 0.1, plugins: [] },
  ]);
});

test("a chain offers what one of its models takes", async () => {
  const { settings } = await open(paneOf("one", "acme/plain", { fallbackModels: ["acme/open"] }));
  expect(settings.row).toMatchObject({
    supportedParameters: ["temperature", "min_p"],
    defaultParameters: {},
  });
});
