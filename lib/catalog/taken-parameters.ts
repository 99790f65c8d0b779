import { formatCount } from "@/lib/core/format";
import { asRecord, type JsonRecord } from "@/lib/core/lenient";
import { dynamicVariants, findModel } from "./find-model";
import type { CatalogModel } from "./model";
import { CAPABILITIES, missingParameters } from "./wanted-parameters";

type Settings = Readonly<Record<string, unknown>>;

/** A set value that is not taken, by its path (`reasoning.effort`), and why, in words that follow its name. */
export type Untaken = { path: string; because: string };

/**
 * What of the settings no model of a chain takes: what none supports, and what is beyond the bounds of all that do. What
 * one of them takes is sent, as OpenRouter leaves it out for the others. The ranges that hold for every model are judged
 * where settings come in (`lib/routing/parameters-request.ts`).
 */
export function untakenParameters(
  models: readonly CatalogModel[],
  chain: readonly string[],
  parameters: Settings,
): Untaken[] {
  const lists = chain.map((id) => untakenBy(id, judged(models, id), parameters));
  const all = new Map(lists.flat().map((one) => [one.path, one]));
  const isUntaken = (path: string) =>
    lists.every((list) => list.some((one) => one.path === path || path.startsWith(`${one.path}.`)));
  return [...all.values()].filter(({ path }) => isUntaken(path));
}

/** The settings with only what a model of the chain takes, which is what is sent. */
export const takenParameters = (
  models: readonly CatalogModel[],
  chain: readonly string[],
  parameters: Settings,
): Settings =>
  untakenParameters(models, chain, parameters).reduce(
    (left, { path }) => withoutParameter(left, path),
    parameters,
  );

/** Whether a setting means anything to a model of a chain, whatever its value. */
export const takesParameter = (
  models: readonly CatalogModel[],
  chain: readonly string[],
  name: string,
): boolean => chain.some((id) => supports(judged(models, id), name));

/** Settings without what stands at a path, and without what means nothing when that is gone. */
export function withoutParameter(parameters: Settings, path: string): Settings {
  const [name = "", field] = path.split(".");
  if (field === undefined)
    return Object.fromEntries(
      Object.entries(parameters).filter(([other]) => other !== name && NEEDS[other] !== name),
    );
  const { [field]: _, ...rest } = asRecord(parameters[name]) ?? {};
  return Object.keys(rest).length === 0
    ? withoutParameter(parameters, name)
    : { ...parameters, [name]: rest };
}

/** Efforts that a model knows, of all that there are. */
export const effortsOf = (
  { efforts, mandatory }: NonNullable<CatalogModel["reasoning"]>,
  all: readonly string[],
): string[] => (efforts ?? all).filter((effort) => !mandatory || effort !== "none");

/**
 * What a model is judged by; null, so that nothing is held against it, when that is not known: it is not listed, as a
 * route is not, it says nothing at all, or it is a router and takes what the model of its choice does.
 */
function judged(models: readonly CatalogModel[], id: string): CatalogModel | null {
  const row = findModel(models, id);
  return row === null || row.kind === "router" || row.supportedParameters.length === 0 ? null : row;
}

/** What OpenRouter does itself means something for all. */
function supports(row: CatalogModel | null, name: string): boolean {
  if (row === null || !CAPABILITIES.has(name)) return true;
  const names = [name, ...(ALSO[name] ?? [])];
  return missingParameters(names, row.supportedParameters).length < names.length;
}

/** Other names under which models say that they support a setting. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  response_format: ["structured_outputs"],
  // OpenRouter takes each of the three for the others.
  reasoning: ["reasoning_effort", "include_reasoning"],
};

/** What means nothing without another setting: providers refuse to choose among tools that are not there. */
const NEEDS: Readonly<Record<string, string>> = {
  tool_choice: "tools",
  parallel_tool_calls: "tools",
  top_logprobs: "logprobs",
};

function untakenBy(id: string, row: CatalogModel | null, parameters: Settings): Untaken[] {
  if (row === null) return [];
  return Object.entries(parameters).flatMap(([name, value]) => {
    const needed = NEEDS[name];
    const isLeft = needed !== undefined && parameters[needed] !== undefined && !supports(row, needed);
    const isHeeded = supports(row, name) || (name === "web_search_options" && isSearching(id, parameters));
    if (isLeft || !isHeeded) return [{ path: name, because: "is not supported" }];
    return beyondBounds(row, name, value);
  });
}

/** Whether OpenRouter searches the web for the model, whatever that can do itself; how much is read holds for that, too. */
function isSearching(id: string, { plugins }: Settings): boolean {
  const set = Array.isArray(plugins) ? plugins.map(asRecord) : [];
  return (
    dynamicVariants(id).includes("online") ||
    set.some((plugin) => plugin?.id === "web" && plugin.enabled !== false)
  );
}

function beyondBounds(row: CatalogModel, name: string, value: unknown): Untaken[] {
  switch (name) {
    case "max_tokens":
    case "max_completion_tokens":
      return tooLong(row, name, value);
    case "reasoning":
      return [
        ...switchedOff(row, asRecord(value)),
        ...tooLong(row, "reasoning.max_tokens", asRecord(value)?.max_tokens),
      ];
    case "modalities":
      return unmade(row, value);
    default:
      return [];
  }
}

function tooLong({ maxCompletionTokens: most }: CatalogModel, path: string, value: unknown): Untaken[] {
  if (most === null || typeof value !== "number" || value <= most) return [];
  return [{ path, because: `is above ${formatCount(most)}, the longest answer there is` }];
}

/** OpenRouter takes the nearest for an effort that a model does not know. Only thinking that must be is not switched off. */
function switchedOff({ reasoning }: CatalogModel, set: JsonRecord | null): Untaken[] {
  if (!reasoning?.mandatory) return [];
  const because = "would switch off thinking, which cannot be";
  return [
    ...(set?.effort === "none" ? [{ path: "reasoning.effort", because }] : []),
    ...(set?.enabled === false ? [{ path: "reasoning.enabled", because }] : []),
  ];
}

function unmade({ outputModalities: made }: CatalogModel, value: unknown): Untaken[] {
  const kinds = made.length > 0 && Array.isArray(value) ? value.filter((kind) => !made.includes(kind)) : [];
  return kinds.length === 0 ? [] : [{ path: "modalities", because: `asks for ${kinds.join(" and ")}` }];
}
