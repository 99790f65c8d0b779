"use client";

import StepLines from "@/components/charts/step-lines";
import { Swatch } from "@/components/charts/swatch";
import type { Prices } from "@/lib/catalog/model";
import { formatExactUsd, formatPriceOrUnknown } from "@/lib/core/format";
import { viewerLocale } from "@/lib/core/locale";
import { parseUsd, times, toApproximateNumber } from "@/lib/core/money";
import { chartTimes, type PricePoint } from "./price-points";

type Props = { points: readonly PricePoint[]; until: Date | null };

const SERIES = [
  { key: "prompt", label: "Input", colour: "var(--color-chart-2)" },
  { key: "completion", label: "Output", colour: "var(--color-chart-1)" },
] as const;

const dayOf = (at: number | Date): string =>
  new Intl.DateTimeFormat(viewerLocale(), { day: "numeric", month: "short" }).format(at);

/** Input and output price in steps. Loaded with Recharts when there is something to draw; the list beside it says the same. */
export default function PriceHistoryChart({ points, until }: Props) {
  const { starts, end } = chartTimes(points, until);
  const drawn = points.map(({ pricing }, at) => ({ at: starts[at] ?? 0, values: valuesOf(pricing.prices) }));
  const last = drawn.at(-1);
  const ended = last ? [...drawn, { ...last, at: end }] : drawn;
  return (
    <figure aria-label="Price per million tokens" className="flex h-full flex-col">
      <div className="min-h-0 flex-1">
        <StepLines
          points={ended}
          series={SERIES}
          formatTick={tickText}
          formatTime={(at) => (until !== null && at > until.getTime() ? "now" : dayOf(at))}
          describe={(index) => <Tip point={points[Math.min(index, points.length - 1)]} />}
        />
      </div>
      <figcaption className="flex gap-5 text-xs text-muted">
        {SERIES.map(({ key, label, colour }) => (
          <span key={key} className="flex items-center gap-1.5">
            <Swatch colour={colour} /> {label}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

const valuesOf = (prices: Prices) =>
  Object.fromEntries(SERIES.map(({ key }) => [key, perMillion(prices[key])]));

const perMillion = (price: Prices["prompt"]): number | null =>
  price === undefined ? null : toApproximateNumber(times(price, 1_000_000));

/** Marks of an axis are round numbers and are written without padding. */
const tickText = (value: number): string => formatExactUsd(parseUsd(String(value)));

function Tip({ point }: { point: PricePoint | undefined }) {
  if (!point) return null;
  return (
    <div className="rounded-box bg-raised p-2.5 text-xs shadow-float">
      <p className="pb-1 font-medium">{point.from ? `From ${dayOf(point.from)}` : "As records began"}</p>
      {SERIES.map(({ key, label, colour }) => (
        <p key={key} className="flex items-center gap-1.5 py-0.5">
          <Swatch colour={colour} />
          <span className="text-muted">{label}</span>
          <span className="ml-auto pl-6 tabular-nums">{formatPriceOrUnknown(point.pricing.prices[key])}</span>
        </p>
      ))}
    </div>
  );
}
