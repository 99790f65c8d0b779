"use client";

import { useEffect, useRef, useState } from "react";
import { ChartPanel } from "@/components/charts/chart-panel";
import { Skeleton } from "@/components/ui/skeleton";
import type { Overview } from "@/lib/spend/overview-api";
import { timeText } from "./bucket-labels";
import { moreSheets } from "./more-sheets";
import { pickHint, usePicking } from "./use-picking";
import type { SpendView } from "./use-spend-view";

type Props = { overview: Overview; view: SpendView };

/** Tokens, prices, speed, errors, fallbacks and caches over the same time. Drawn once someone comes near. */
export function MoreCharts({ overview, view }: Props) {
  "use memo";
  const [place, near] = useNear();
  const pick = usePicking(overview, view);
  return (
    <div ref={place} className="mt-4 grid gap-x-8 lg:grid-cols-2">
      {near
        ? moreSheets(overview, view.choices, view.account).map(({ key, behind, ...chart }) => (
            <ChartPanel
              key={key}
              {...chart}
              about={timeText(overview)}
              file={`${key}-per-${overview.bucket}`}
              onPick={(first, last) => pick(first, last, behind)}
              pickHint={pickHint(overview, chart.drawn)}
              className="min-w-0 pb-4"
            />
          ))
        : ["a", "b"].map((key) => <Skeleton key={key} className="h-60" />)}
    </div>
  );
}

/** Whether a place is, or has been, within a screen of what is seen. */
function useNear() {
  const place = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    const { current } = place;
    if (!current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        setNear(true);
      },
      { rootMargin: "100% 0px" },
    );
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return [place, near] as const;
}
