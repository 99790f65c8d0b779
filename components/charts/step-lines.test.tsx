// @vitest-environment jsdom
import { act } from "react";
import { expect, test, vi } from "vitest";
import { testRoot } from "@/components/ui/testing";
import StepLines from "./step-lines";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
vi.stubGlobal(
  "ResizeObserver",
  class {
    observe() {}
    disconnect() {}
  },
);

const DAY = 86_400_000;

async function draw(days: number) {
  const host = document.createElement("div");
  // Nothing is laid out here: it keeps the size that it begins with.
  HTMLElement.prototype.getBoundingClientRect = () => new DOMRect(0, 0, 600, 160);
  await act(async () =>
    testRoot(host).render(
      <StepLines
        points={[0, days].map((day) => ({ at: day * DAY, values: { price: 1 + day } }))}
        series={[{ key: "price", colour: "red" }]}
        formatTick={(value) => `$${value}`}
        formatTime={(at) => `day ${Math.floor(at / DAY)}`}
        describe={() => null}
      />,
    ),
  );
  const texts = [...host.querySelectorAll("text")]
    .map(({ textContent }) => textContent)
    .filter((text) => text.startsWith("day"));
  return { texts, line: host.querySelector(".recharts-line-curve")?.getAttribute("d") ?? "" };
}

test("words stand under equal parts of the time and under both ends", async () => {
  const { texts, line } = await draw(60);
  expect(texts).toEqual([0, 10, 20, 30, 40, 50, 60].map((day) => `day ${day}`));
  expect(line).not.toBe("");
});

test("no word stands twice under a short time", async () => {
  expect((await draw(2)).texts).toEqual(["day 0", "day 1", "day 2"]);
});
