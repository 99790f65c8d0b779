"use client";

import { Suspense } from "react";
import { OTHER_COLOUR } from "@/components/charts/series-colours";
import { Swatch } from "@/components/charts/swatch";
import { lazy } from "@/components/ui/lazy";
import { Skeleton } from "@/components/ui/skeleton";
import type { ArmForecast } from "@/lib/routes/simulate";
import { formatChance, formatRange } from "./forecast-text";

const StackedBars = lazy(() => import("@/components/charts/stacked-bars"));

type Props = {
  forecast: ArmForecast;
  /** A hop's bar was chosen. */
  onPick: (model: string) => void;
};

const SERIES = [
  { key: "answered", label: "Answered", colour: "var(--color-chart-2)" },
  { key: "open", label: "Not known", colour: OTHER_COLOUR },
  { key: "failed", label: "Nobody answers", colour: "var(--color-danger)" },
] as const;

/** How many of the requests each hop answers, and how many nobody does. The table below says the same. */
export function ForecastChart({ forecast: { hops, failsEverywhere }, onPick }: Props) {
  const bars = [
    ...hops.map(({ model, share }, at) => ({
      ...{ name: `${at + 1}. ${shortOf(model)}`, short: String(at + 1), model, share },
    })),
    { name: "Nobody", short: "Nobody", model: null, share: failsEverywhere },
  ];
  if (bars.every(({ share }) => share === null))
    return <p className="py-4 text-muted">How often these models answer is not known.</p>;
  const valuesOf = (key: (typeof SERIES)[number]["key"]) =>
    bars.map(({ model, share }) => {
      if (share === null) return 0;
      if (key === "open") return 100 * (share.high - share.low);
      return (model === null) === (key === "failed") ? 100 * share.low : 0;
    });
  const series = SERIES.map(({ key, colour }) => ({ key, colour, values: valuesOf(key) }));
  const drawn = SERIES.filter((_, index) => series[index]?.values.some((value) => value > 0));
  return (
    <figure aria-label="Where requests end, in percent">
      <div className="h-44">
        <Suspense fallback={<Skeleton className="h-full w-full" />}>
          <StackedBars
            name="Where requests end"
            labels={bars.map(({ name }) => name)}
            // By these the table counts the hops.
            short={bars.map(({ short }) => short)}
            series={series}
            formatTick={(value) => `${value} %`}
            describe={(index) => {
              const bar = bars[index];
              return (
                bar && (
                  <div className="rounded-box bg-raised p-2.5 text-xs shadow-float">
                    <p className="font-medium">{bar.model ?? "Nobody answers"}</p>
                    <p className="text-muted tabular-nums">{formatRange(bar.share, formatChance)}</p>
                  </div>
                )
              );
            }}
            onPick={(index) => {
              const model = bars[index]?.model;
              if (model) onPick(model);
            }}
          />
        </Suspense>
      </div>
      <figcaption className="flex flex-wrap gap-x-5 gap-y-1 pt-1 text-xs text-muted">
        {drawn.map(({ key, label, colour }) => (
          <span key={key} className="flex items-center gap-1.5">
            <Swatch colour={colour} /> {label}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

const shortOf = (model: string): string => model.slice(model.indexOf("/") + 1);
