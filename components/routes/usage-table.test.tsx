import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { parseUsd, ZERO } from "@/lib/core/money";
import type { ArmUsage } from "@/lib/routes/usage-api";
import { UsageTable } from "./usage-table";

const ARM: ArmUsage = {
  ...{ version: 2, arm: "main", generations: 40, finished: 40, failed: 0, unknown: 0, cost: parseUsd("4") },
  errorRate: { share: 0, low: 0, high: 0.0876 },
  meanCost: { mean: parseUsd("0.1"), bounds: { low: parseUsd("0.08"), high: parseUsd("0.12") } },
  ttft: { ms: 300, of: 40, bounds: { low: 250, high: 410 } },
  duration: { ms: 900, of: 40, bounds: { low: 800, high: 990 } },
  votes: { won: 3, lost: 1, tied: 0, neither: 0 },
  winShare: { share: 0.75, low: 0.3, high: 0.95 },
};

const textOf = (arm: Partial<ArmUsage>) =>
  renderToStaticMarkup(<UsageTable arms={[{ ...ARM, ...arm }]} />).replaceAll(/<[^>]+>/g, " ");

test("each figure comes with its bounds", () => {
  const text = textOf({}).replaceAll(/\s+/g, " ");
  expect(text).toMatch(/\$0\.08\d* to \$0\.12/);
  expect(text).toContain("250 ms to 410 ms");
  expect(text).toMatch(/75.% of 4/);
  expect(text).not.toContain("only");
});

test("what is found from few says so, and what is not known is not nothing", () => {
  const few = textOf({
    ...{ generations: 3, meanCost: { mean: parseUsd("0.1"), bounds: null } },
    ttft: { ms: 300, of: 3, bounds: null },
  });
  expect(few.match(/from 3 only/g)).toHaveLength(4);
  const unknown = textOf({
    ...{ cost: ZERO, unknown: 40, meanCost: null, ttft: null, duration: null },
    ...{ errorRate: null, votes: null, winShare: null },
  });
  expect(unknown).not.toMatch(/\b0 ms|0.%/);
  expect(unknown).toContain("—");
});
