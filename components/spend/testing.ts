import { parseUsd } from "@/lib/core/money";
import type { Figures, Overview } from "@/lib/spend/overview-api";

/** Figures of nothing, but for what a test is about. */
export const figures = (some: Partial<Figures> = {}): Figures => ({
  ...{ cost: parseUsd("0"), unknown: 0, generations: 0, failed: 0, cancelled: 0, fallbacks: 0 },
  failedBy: { patchbay: 0, openrouter: 0, provider: 0, nobody: 0 },
  ...{ promptTokens: null, completionTokens: null, reasoningTokens: null },
  ...{ cachedTokens: null, cacheWriteTokens: null, pricedTokens: null },
  ...{ pricedCost: null, listCost: null, cacheSavings: null },
  upstreamCost: parseUsd("0"),
  ...{ ttftP50Ms: null, ttftP95Ms: null, speedP50: null, speedP5: null },
  ...some,
});

/** Two days of nothing in UTC. */
export const overview = (some: Partial<Overview> = {}): Overview => ({
  ...{ from: new Date("2026-11-20T00:00Z"), to: new Date("2026-11-22T00:00Z"), timeZone: "UTC" },
  ...{ bucket: "day", groupBy: "model", totals: figures(), before: null },
  buckets: ["2026-11-20T00:00Z", "2026-11-21T00:00Z"].map((start) => ({
    ...{ start: new Date(start), figures: figures() },
  })),
  ...{ groups: [], groupCount: 0, rest: null, series: [], other: null, overlapping: false },
  ...some,
});
