// @vitest-environment jsdom
import { act } from "react";
import { expect, test, vi } from "vitest";
import { testRoot } from "@/components/ui/testing";
import Lines from "./lines";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
vi.stubGlobal(
  "ResizeObserver",
  class {
    observe() {}
    disconnect() {}
  },
);

async function draw(values: (number | null)[][], band = false) {
  const host = document.createElement("div");
  // Nothing is laid out here: it keeps the size that it begins with.
  HTMLElement.prototype.getBoundingClientRect = () => new DOMRect(0, 0, 600, 160);
  await act(async () =>
    testRoot(host).render(
      <Lines
        name="Latency"
        labels={values[0]?.map((_, index) => `day ${index}`) ?? []}
        series={values.map((own, index) => ({ key: `s${index}`, colour: `c${index}`, values: own }))}
        band={band}
        formatTick={(value) => `${value} ms`}
        describe={() => null}
        onPick={() => {}}
      />,
    ),
  );
  return host;
}

test("a line breaks where nothing is known, and a point alone is drawn as one", async () => {
  const host = await draw([[1, 2, null, 3, null]]);
  const line = host.querySelector(".recharts-line-curve")?.getAttribute("d") ?? "";
  expect(line.match(/M/g)).toHaveLength(2);
  expect(host.querySelectorAll("circle")).toHaveLength(1);
  expect(host.textContent).toContain("3 ms");
});

test("a band fills what is between the first two lines", async () => {
  const values = [
    [1, 2, 3],
    [4, 5, 6],
  ];
  expect((await draw(values, true)).querySelector(".recharts-area-area")?.getAttribute("fill")).toBe("c1");
  expect((await draw(values)).querySelector(".recharts-area-area")).toBeNull();
});
