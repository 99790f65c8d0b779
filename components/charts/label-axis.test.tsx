// @vitest-environment jsdom
import { act } from "react";
import { expect, test, vi } from "vitest";
import { testRoot } from "@/components/ui/testing";
import StackedBars from "./stacked-bars";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
vi.stubGlobal(
  "ResizeObserver",
  class {
    observe() {}
    disconnect() {}
  },
);

async function wordsUnder(labels: string[], short?: string[]) {
  const host = document.createElement("div");
  // Nothing is laid out here: it keeps the size that it begins with.
  HTMLElement.prototype.getBoundingClientRect = () => new DOMRect(0, 0, 390, 160);
  await act(async () =>
    testRoot(host).render(
      <StackedBars
        {...{ name: "Where requests end", labels, ...(short && { short }) }}
        series={[{ key: "all", colour: "red", values: labels.map(() => 1) }]}
        formatTick={(value) => `${value} %`}
        describe={() => null}
        onPick={() => {}}
      />,
    ),
  );
  return [...host.querySelectorAll("text")].map(({ textContent }) => textContent).filter(isWord);
}
const isWord = (text: string | null) => !text?.endsWith("%");

test("of labels without room some are left out, but none that has a short form", async () => {
  const models = ["1. claude-sonnet-4.5", "2. gemini-3.5-flash", "Nobody"];
  expect(await wordsUnder(models)).toEqual(["Nobody"]);
  expect(await wordsUnder(models, ["1", "2", "Nobody"])).toEqual(["1", "2", "Nobody"]);
  expect(await wordsUnder(["One", "Nobody"], ["1", "Nobody"])).toEqual(["One", "Nobody"]);
});
