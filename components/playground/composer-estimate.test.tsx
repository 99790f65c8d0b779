// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { expect, test, vi } from "vitest";
import { testRoot } from "@/components/ui/testing";
import ComposerEstimate from "./composer-estimate";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

test.each([
  ["a", /^1 token · cost/],
  ["a sentence of some words", /^\d+ tokens · cost/],
])("of %j the tokens are counted in words that fit", async (text, said) => {
  vi.stubGlobal("fetch", () => new Promise(() => {}));
  const settings = { model: null, fallbackModels: [], system: null, parameters: {} };
  const page = document.createElement("div");
  await act(async () =>
    testRoot(page).render(
      <QueryClientProvider client={new QueryClient()}>
        <ComposerEstimate text={text} files={[]} asked={[{ row: null, settings, pane: null }]} />
      </QueryClientProvider>,
    ),
  );
  expect(page.textContent).toMatch(said);
});
