import { advertised } from "@/lib/catalog/advertised";
import { defaultParameter } from "@/lib/catalog/default-parameter";
import { FEATURE_LABELS, FEATURES, hasFeature } from "@/lib/catalog/filters";
import { formatContext, formatCount, formatUsd, UNKNOWN } from "@/lib/core/format";
import { formatDay } from "@/lib/core/format-instant";
import { formatDuration, formatPercent, formatSpeed, formatUptime } from "@/lib/core/format-measures";
import {
  asIs,
  type Compared,
  type ComparedLine,
  type Line,
  line,
  toLine,
  words,
  yesOrNo,
} from "./compare-line";
import { priceLines } from "./price-lines";

export type ComparedGroup = { title: string; lines: ComparedLine[] };

/** Models side by side: a line for everything that at least one of them has. */
export function compareLines(models: readonly Compared[]): ComparedGroup[] {
  const linesOf = (lines: readonly Line[]) => lines.map((make) => make(models));
  return [
    { title: "Price", lines: priceLines(models) },
    { title: "Size and age", lines: linesOf(SIZE) },
    { title: "Abilities", lines: linesOf(ABILITIES) },
    { title: "Parameters and their defaults", lines: parameterLines(models) },
    { title: "Providers", lines: linesOf(PROVIDERS) },
    { title: "Yours, last 30 days", lines: linesOf(OWN) },
  ]
    .map(({ title, lines }) => ({ title, lines: lines.filter(says) }))
    .filter(({ lines }) => lines.length > 0);
}

const says = ({ cells }: ComparedLine): boolean => cells.some(({ text }) => text !== UNKNOWN);

const SIZE: readonly Line[] = [
  line("Context", ({ model }) => model.contextLength).as(formatContext, "most"),
  line("Longest answer", ({ model }) => model.maxCompletionTokens).as(formatContext, "most"),
  line("Knows until", ({ model }) => model.knowledgeCutoff).as(formatDay, "most"),
  line("Added", ({ model }) => model.created).as(addedOn),
  line("May be gone from", ({ model }) => model.expiresOn).as(formatDay),
];

const ABILITIES: readonly Line[] = [
  line("Reads", ({ model }) => words(model.inputModalities)).as(asIs),
  line("Writes", ({ model }) => words(model.outputModalities)).as(asIs),
  ...FEATURES.map((feature) =>
    line(FEATURE_LABELS[feature], ({ model }) => hasFeature(model, feature)).as(yesOrNo),
  ),
  line("Always reasons", ({ model }) => model.reasoning?.mandatory).as(yesOrNo),
  line(
    "Reasoning efforts",
    ({ model: { reasoning } }) => reasoning && words(reasoning.efforts ?? ["all"]),
  ).as(asIs),
];

const PROVIDERS: readonly Line[] = [
  line("Providers", ({ endpoints }) => endpoints?.length).as(formatCount, "most"),
  line("Fastest first token", (one) => advertisedOf(one)?.latencyMs?.best).as(formatDuration, "least"),
  line("Fastest speed", (one) => advertisedOf(one)?.throughput?.best).as(formatSpeed, "most"),
  line("Best uptime, last day", uptimeOf).as(formatUptime, "most"),
  line("One keeps no data", keepsNothing).as(yesOrNo),
  line("Quantizations", quantizationsOf).as(asIs),
];

const OWN: readonly Line[] = [
  line("Generations", ({ own }) => own?.generations).as(formatCount),
  line("Known spend", ({ own }) => (own && own.unknown < own.generations ? own.cost : null)).as(formatUsd),
  line("First token", ({ own }) => own?.ttftMs).as(formatDuration, "least"),
  line("Speed", ({ own }) => own?.throughput).as(formatSpeed, "most"),
  line("Errors", ({ own }) => own?.errorRate).as(formatPercent, "least"),
];

function parameterLines(models: readonly Compared[]): ComparedLine[] {
  const names = new Set(models.flatMap(({ model }) => model.supportedParameters));
  return [...names].sort().map((name) =>
    toLine(
      name,
      models.map(({ model }) => {
        if (!model.supportedParameters.includes(name)) return UNKNOWN;
        const usual = defaultParameter(model, name);
        return usual === undefined ? "Yes" : String(usual);
      }),
    ),
  );
}

const advertisedOf = ({ endpoints }: Compared) => endpoints && advertised(endpoints);

function uptimeOf({ endpoints }: Compared): number | null {
  const known = endpoints?.flatMap(({ uptime }) => uptime.last1d ?? []) ?? [];
  return known.length === 0 ? null : Math.max(...known);
}

/** A provider that says nothing may still be one that does. */
function keepsNothing({ endpoints }: Compared): boolean | null {
  if (!endpoints || endpoints.length === 0) return null;
  const said = endpoints.map(({ policy }) => policy.zeroRetention);
  if (said.includes(true)) return true;
  return said.includes(null) ? null : false;
}

function quantizationsOf({ endpoints }: Compared): string | null {
  return words([...new Set(endpoints?.flatMap(({ quantization }) => quantization ?? []))]);
}

function addedOn(seconds: number): string {
  return formatDay(new Date(seconds * 1000).toISOString().slice(0, 10));
}
