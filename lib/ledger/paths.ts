import type { GENERATION_STATES } from "./api";
import { type Choices, DIMENSIONS, formatChoice } from "./dimensions";

/** From the least to the most of a figure, as {@link GenerationFilter} names them. */
export const RANGES = ["cost", "ttft", "duration", "tokens"] as const;
export type RangeName = (typeof RANGES)[number];
/** Dollars as decimal text, milliseconds or tokens; both ends are part of it. */
export type Range = { min?: string | number | undefined; max?: string | number | undefined };

/** Which generations a list shows; everything that is absent does not narrow it. */
export type GenerationFilter = {
  /** By its id; absent, the account in use. */
  account?: string | undefined;
  /** The same as a choice of this one model. */
  model?: string | undefined;
  choices?: Choices | undefined;
  state?: readonly (typeof GENERATION_STATES)[number][] | undefined;
  cost?: "unknown" | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  /** An id of the generation, of its conversation, or the upstream's; also its beginning. */
  search?: string | undefined;
  ranges?: { [Of in RangeName]?: Range | undefined } | undefined;
};

/** States that count as an error. */
export const ERROR_STATES = ["failed", "lost"] as const;

/** How the ends of a range are called in an address: `minCost`, `maxCost`. */
export const rangeKeys = <Name extends RangeName>(name: Name) => {
  const capital = `${name.charAt(0).toUpperCase()}${name.slice(1)}` as Capitalize<Name>;
  return [`min${capital}`, `max${capital}`] as const;
};

/** The filter as query text, the same for the page and for the API behind it. */
export function filterParams(filter: GenerationFilter): URLSearchParams {
  const { account, model, choices, state, cost, from, to, search, ranges } = filter;
  const all: Choices = model ? { ...choices, model: { exclude: false, values: [model] } } : (choices ?? {});
  const given: [string, string | number | undefined][] = [
    ["state", state?.join(",")],
    ["cost", cost],
    ["from", from?.toISOString()],
    ["to", to?.toISOString()],
    ["search", search],
    ...RANGES.flatMap((name): [string, string | number | undefined][] => {
      const [min, max] = rangeKeys(name);
      return [
        [min, ranges?.[name]?.min],
        [max, ranges?.[name]?.max],
      ];
    }),
  ];
  const chosen = DIMENSIONS.flatMap((name): [string, string][] => {
    const choice = all[name];
    // An empty text is a value, too, which must not vanish; that nothing is chosen is no choice.
    return choice && choice.values.length > 0 ? [[name, formatChoice(choice)]] : [];
  });
  return new URLSearchParams([
    ...(account === undefined ? [] : [["account", account]]),
    ...chosen,
    ...given.flatMap(([key, value]) => (value === undefined || value === "" ? [] : [[key, String(value)]])),
  ]);
}

/** Such generations, and by whose clock their times are told; absent, by that of spend reports. */
export type GenerationsView = GenerationFilter & { timeZone?: string | undefined };

/** Where the list of such generations is. */
export function generationsPath({ timeZone, ...filter }: GenerationsView): string {
  const params = filterParams(filter);
  if (timeZone !== undefined) params.set("timeZone", timeZone);
  return params.size === 0 ? "/generations" : `/generations?${params}`;
}

export const generationPath = (id: string): string => `/generations/${id}`;
