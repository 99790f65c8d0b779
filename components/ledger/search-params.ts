import {
  createParser,
  debounce,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsInteger,
  parseAsIsoDateTime,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs";
import { choiceParams, readChoices } from "@/components/filters/choice-params";
import { isTimeZone } from "@/lib/core/period";
import { GENERATION_STATES } from "@/lib/ledger/api";
import { type GenerationFilter, RANGES, rangeKeys } from "@/lib/ledger/paths";

/** Dollars as they are typed; what is no amount is none. */
const amount = createParser<string>({
  parse: (text) => (/^\d{1,8}(\.\d{1,12})?$/.test(text) ? text : null),
  serialize: String,
});

const timeZone = createParser<string>({
  parse: (text) => (isTimeZone(text) ? text : null),
  serialize: String,
});

/** What narrows the list, in the address. */
export const filterParsers = {
  ...choiceParams,
  state: parseAsArrayOf(parseAsStringLiteral(GENERATION_STATES)),
  cost: parseAsStringLiteral(["unknown"]),
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
  // Written once one has stopped typing.
  search: parseAsString.withOptions({ limitUrlUpdates: debounce(200) }),
  minCost: amount,
  maxCost: amount,
  minTtft: parseAsInteger,
  maxTtft: parseAsInteger,
  minDuration: parseAsInteger,
  maxDuration: parseAsInteger,
  minTokens: parseAsInteger,
  maxTokens: parseAsInteger,
};

/** All of the page's state in the address. */
export const explorerParams = {
  ...filterParsers,
  /** Whose generations; absent, those of the account in use. */
  account: parseAsString,
  /** By whose clock time is cut and told; absent, the workspace's or the viewer's. */
  timeZone,
  /** The generation beside the list. */
  open: parseAsString,
  live: parseAsBoolean.withDefault(false),
};

type Parser<Of> = Of extends { parse: (text: string) => infer Value } ? Value : never;
export type FilterParams = { [Of in keyof typeof filterParsers]: Parser<(typeof filterParsers)[Of]> };

/** What the address asks for. */
export function readFilter(params: FilterParams, search = params.search): GenerationFilter {
  const { state, cost, from, to } = params;
  return {
    choices: readChoices(params),
    state: state ?? undefined,
    cost: cost ?? undefined,
    from: from ?? undefined,
    to: to ?? undefined,
    search: search?.trim().replace(/\p{Cc}/gu, "") || undefined,
    ranges: Object.fromEntries(
      RANGES.map((name) => {
        const [min, max] = rangeKeys(name);
        return [name, { min: params[min] ?? undefined, max: params[max] ?? undefined }];
      }),
    ),
  };
}

/** Nothing is narrowed. */
export const NO_FILTER = Object.fromEntries(Object.keys(filterParsers).map((key) => [key, null])) as {
  [Of in keyof typeof filterParsers]: null;
};

export const isNarrowed = (params: FilterParams): boolean =>
  Object.keys(filterParsers).some((key) => params[key as keyof FilterParams] !== null);
