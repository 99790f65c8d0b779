import { COLOURS, OTHER_COLOUR } from "@/components/charts/series-colours";
import {
  type Amount,
  type AmountKind,
  OTHER_KEY,
  type Sheet,
  type SheetColumn,
} from "@/components/charts/sheet";
import { DIMENSION_WORDS } from "@/components/filters/dimension-words";
import type { Choices, Dimension, Value } from "@/lib/ledger/dimensions";
import { ERROR_STATES, type GenerationFilter, generationsPath } from "@/lib/ledger/paths";
import type { Overview, RANKS } from "@/lib/spend/overview-api";
import { longLabel, shortLabel } from "./bucket-labels";
import { bucketEnds } from "./narrow";

export type Rank = (typeof RANKS)[number];

/** What the bars are made of. */
export const MEASURES = ["cost", "generations", "tokens", "errors"] as const;
export type Measure = (typeof MEASURES)[number];

/** Times do not add up to bars; groups put in order by them are drawn by what they cost. */
export const measureOf = (rank: Rank): Measure => (rank === "latency" ? "cost" : rank);

export const MEASURE_WORDS: Record<Measure, { name: string; kind: AmountKind; unit: string }> = {
  cost: { name: "Spend", kind: "usd", unit: "usd" },
  generations: { name: "Generations", kind: "count", unit: "generations" },
  tokens: { name: "Tokens", kind: "tokens", unit: "tokens" },
  errors: { name: "Errors", kind: "count", unit: "errors" },
};

/** What a value is remembered by among all series; models keep the colour that they have everywhere. */
export const seriesKey = (dimension: Dimension, value: Value): string =>
  dimension === "model" && value !== null ? value : `${dimension}:${value ?? "~"}`;

export type Frame = Pick<Overview, "from" | "to" | "timeZone" | "bucket" | "buckets">;

/** Buckets as rows, each with the way to those of its generations that a chart is about. */
export const sheetRows = (overview: Frame, behind: GenerationFilter): Sheet["rows"] =>
  overview.buckets.map(({ start }, index) => ({
    key: start.toISOString(),
    short: shortLabel(start, overview),
    label: longLabel(start, overview),
    exported: start.toISOString(),
    href: generationsPath({ ...behind, ...bucketEnds(overview, index), timeZone: overview.timeZone }),
  }));

/** Which generations bars of a measure are made of, beside what is chosen. */
export const behindMeasure = (measure: Measure): GenerationFilter =>
  measure === "errors" ? { state: ERROR_STATES } : {};

/** Many of a dimension: `Finish reasons`. */
export const groupsTitle = (dimension: Dimension): string => `${DIMENSION_WORDS[dimension].name}s`;

export const headOf = ({ bucket }: Pick<Overview, "bucket">): string =>
  `${bucket.slice(0, 1).toUpperCase()}${bucket.slice(1)}`;

/** How many generations of a bucket are in no column of costs; told and not drawn. */
const UNKNOWN_KEY = "\0unknown";

function unknownColumn({ buckets }: Pick<Overview, "buckets">): SheetColumn[] {
  const values = buckets.map(({ figures }) => figures.unknown);
  const name = "Unknown cost (generations)";
  return values.some((count) => count > 0)
    ? [{ key: UNKNOWN_KEY, label: name, exported: name, kind: "count", values }]
    : [];
}

/**
 * The first groups bucket by bucket, and all others as one; a group that comes to nothing is left out, and one of which
 * nobody knows what it comes to is not.
 */
export function groupSheet(
  overview: Pick<Overview, "series" | "other" | "groupBy" | "groupCount"> & Frame,
  rank: Rank,
  colours: ReadonlyMap<string, string>,
  choices: Choices,
  account?: string,
): Sheet {
  const measure = measureOf(rank);
  const { kind, unit } = MEASURE_WORDS[measure];
  const amountOf = (point: Point): Amount => (measure === "errors" ? point.failed : point[measure]);
  const column = (key: string, label: string, points: readonly Point[], colour: string): SheetColumn => ({
    ...{ key, label, exported: `${label} (${unit})`, kind, colour },
    values: points.map(amountOf),
  });
  const series = overview.series.map(({ key, label, points }) => {
    const name = seriesKey(overview.groupBy, key);
    return column(name, label, points, colours.get(name) ?? OTHER_COLOUR);
  });
  const other = overview.other ? [column(OTHER_KEY, "Other", overview.other, OTHER_COLOUR)] : [];
  return {
    head: headOf(overview),
    rows: sheetRows(overview, { account, choices, ...behindMeasure(measure) }),
    columns: [
      ...[...series, ...other].filter(({ values }) =>
        values.some((value) => value === null || Number(value) !== 0),
      ),
      ...(measure === "cost" ? unknownColumn(overview) : []),
    ],
  };
}

type Point = Overview["series"][number]["points"][number];

/** One of the palette, for what is no group and means the same on every visit. */
export const hue = (number: number): string => COLOURS[number - 1] ?? OTHER_COLOUR;
