import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import type { Amount, Sheet } from "./sheet";
import { SheetTip } from "./sheet-tip";

const told = (costs: Amount[], unknown: number): string => {
  const sheet: Sheet = {
    head: "Day",
    rows: [{ key: "1", short: "1", label: "1 Nov", exported: "1", href: "/generations" }],
    columns: [
      ...costs.map((cost, index) => ({
        ...{ key: `${index}`, label: `m/${index}`, exported: `${index}`, kind: "usd" as const },
        ...{ colour: "red", values: [cost] },
      })),
      { key: "n", label: "Unknown cost", exported: "n", kind: "count", values: [unknown] },
    ],
  };
  return renderToStaticMarkup(<SheetTip sheet={sheet} row={0} adds />).replaceAll(/<[^>]*>/g, "");
};

test("what is unknown is neither zero nor nothing", () => {
  const zero = parseUsd("0");
  expect(told([zero, null], 2)).toBe("1 Nov—Unknown cost2");
  expect(told([parseUsd("3"), null], 2)).toBe("1 Nov$3.00m/0$3.00Unknown cost2");
  expect(told([zero, zero], 0)).toBe("1 Nov$0Nothing");
});
