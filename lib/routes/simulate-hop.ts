import type { ModelEndpoint } from "@/lib/catalog/endpoints-api";
import type { CostRange } from "@/lib/catalog/estimate-range";
import { findModel } from "@/lib/catalog/find-model";
import type { CatalogModel } from "@/lib/catalog/model";
import { narrowEndpoints, type Verdict } from "@/lib/catalog/narrow-endpoints";
import { estimateCost } from "@/lib/catalog/pricing";
import type { Usd } from "@/lib/core/money";
import {
  ALWAYS,
  anyOf,
  type Chance,
  type ChanceRange,
  chanceOf,
  NEVER,
  type Range,
  UNKNOWN_CHANCE,
} from "./chance";
import type { RouteSpecView } from "./routes-api";
import { preferencesOf } from "./spec-preferences";

/** What is known of the world. */
export type SimulationFacts = {
  models: readonly CatalogModel[];
  /** By the id that stands in the chain, where they are loaded. */
  endpoints: Readonly<Record<string, readonly ModelEndpoint[]>>;
  /** A typical one: `average` of `GET /api/models/usage`, or `USUAL_REQUEST`. */
  request: { promptTokens: number; completionTokens: number };
  at: Date;
};

/** What is known of one model of a chain by itself. */
export type HopFigures = {
  /** Of a typical request, over all providers that may answer; null when the price of one is not known. */
  cost: CostRange | null;
  /** The price is the model list's: who may answer is not known. */
  isListPrice: boolean;
  availability: ChanceRange;
  /** Milliseconds to the first token, over all providers that may answer: their medians. */
  ttftMs: Range | null;
};

/** One model of a chain: what a request costs there, how often it answers, and how soon. */
export function figuresOf(
  id: string,
  spec: Pick<RouteSpecView, "parameters">,
  facts: SimulationFacts,
): HopFigures {
  const row = findModel(facts.models, id);
  const endpoints = facts.endpoints[id];
  // A router's own list says nothing of those it may choose.
  if (endpoints === undefined || row === null || row.kind === "router")
    return {
      cost: rangeOf([row && costOf(row, row, spec, facts)]),
      isListPrice: true,
      availability: UNKNOWN_CHANCE,
      ttftMs: null,
    };
  const preferences = preferencesOf(spec);
  const { verdicts } = narrowEndpoints(endpoints, { model: id, preferences, parameters: spec.parameters });
  const admitted = verdicts.filter(({ fate }) => fate !== "out");
  return {
    cost: rangeOf(admitted.map(({ endpoint }) => costOf(row, endpoint, spec, facts))),
    isListPrice: false,
    availability: availabilityOf(admitted, preferences.allow_fallbacks !== false),
    ttftMs: rangeOf(admitted.map(({ endpoint }) => endpoint.latencyMs?.p50 ?? null)),
  };
}

function costOf(
  row: CatalogModel,
  { prices, overrides }: Pick<ModelEndpoint, "prices" | "overrides">,
  { parameters }: Pick<RouteSpecView, "parameters">,
  { request, at }: SimulationFacts,
): Usd | null {
  const limits = [parameters.max_tokens, parameters.max_completion_tokens].filter(
    (limit) => typeof limit === "number",
  );
  const completionTokens = Math.min(request.completionTokens, ...limits);
  return estimateCost({ ...row, prices, overrides }, { ...request, completionTokens, at });
}

/**
 * That one of a hop's providers answers. Those of which it is not known whether the preferences admit them count
 * for the better end only.
 * @param next whether the next provider is asked when one fails
 */
function availabilityOf(admitted: readonly Verdict[], next: boolean): ChanceRange {
  const certain = admitted.filter(({ fate }) => fate === "left").map(upOf);
  const possible = admitted.map(upOf);
  const [lows, highs] = [certain.map(({ low }) => low), possible.map(({ high }) => high)];
  if (next) return { low: anyOf(lows), high: anyOf(highs) };
  // Only one is asked, and which one is up to OpenRouter.
  const low = certain.length === 0 ? NEVER : least(possible.map((range) => range.low));
  return { low, high: highs.reduce((most, chance) => (chance > most ? chance : most), NEVER) };
}

function upOf({ endpoint: { uptime } }: Verdict): ChanceRange {
  const percent = uptime.last1d ?? uptime.last30m ?? uptime.last5m;
  if (percent === null) return UNKNOWN_CHANCE;
  const chance = chanceOf(percent);
  return { low: chance, high: chance };
}

const least = (chances: readonly Chance[]): Chance =>
  chances.reduce((lowest, chance) => (chance < lowest ? chance : lowest), ALWAYS);

/** From the least to the most; null when there is none, or when one is not known. */
function rangeOf<Figure extends number | Usd>(
  figures: readonly (Figure | null)[],
): { low: Figure; high: Figure } | null {
  const known = figures.filter((figure) => figure !== null);
  const [first] = known;
  if (first === undefined || known.length < figures.length) return null;
  return {
    low: known.reduce((low, figure) => (figure < low ? figure : low), first),
    high: known.reduce((high, figure) => (figure > high ? figure : high), first),
  };
}
