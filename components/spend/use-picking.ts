"use client";

import { useRouter } from "next/navigation";
import { type GenerationFilter, generationsPath } from "@/lib/ledger/paths";
import type { Overview } from "@/lib/spend/overview-api";
import { bucketEnds, narrowedTo } from "./narrow";
import type { SpendView } from "./use-spend-view";

/**
 * What picking a bar, or passing over several, does: a closer look at its days, and from a single one on to what ran in
 * it, as far as the chart is about that.
 */
export function usePicking(overview: Overview, { choices, account, change }: SpendView) {
  "use memo";
  const router = useRouter();
  return (first: number, last = first, about: GenerationFilter = {}) => {
    const days = narrowedTo(overview, first, last);
    const ends = bucketEnds(overview, first, last);
    if (days) change({ ...days, bucket: null });
    else if (ends)
      router.push(generationsPath({ account, choices, ...about, ...ends, timeZone: overview.timeZone }));
  };
}

/** The same in words, for the tooltip; only bars can be passed over. */
export function pickHint(overview: Overview, drawn: "bars" | "lines" | "band"): string {
  if (!narrowedTo(overview, 0)) return "Click for what ran then";
  return drawn === "bars" ? "Click, or drag over several, to look closer" : "Click to look closer";
}
