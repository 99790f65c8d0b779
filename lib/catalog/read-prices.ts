import { asArray, type JsonRecord } from "@/lib/core/lenient";
import { type Price, parsePrice } from "@/lib/core/money";
import { readCount, readFields, readNumber, readText } from "@/lib/openrouter/read-json";
import type { PriceOverride, Prices } from "./model";

/** The upstream's names for the components of a price. */
const NAMES = {
  prompt: "prompt",
  completion: "completion",
  input_cache_read: "cacheRead",
  input_cache_write: "cacheWrite",
  input_cache_write_1h: "cacheWrite1h",
  internal_reasoning: "reasoning",
  request: "request",
  image: "image",
  image_output: "imageOutput",
  audio: "audio",
  audio_output: "audioOutput",
  input_audio_cache: "audioCache",
  web_search: "webSearch",
} as const satisfies Record<string, keyof Prices>;

const DAYS = new Set(["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]);
const OVERRIDE_LIMIT = 50;

/** Prices are up to 24 characters upstream; far longer ones are junk that would only cost time. */
const PRICE_TEXT_LIMIT = 64;
/** No unit costs a million dollars, and a hold on one would not fit the ledger. */
const ABSURD = 1_000_000;

/** Reads a `pricing` object; what is missing, negative or unreadable is left out. */
export function readPrices(value: unknown): Prices {
  const fields = readFields(value);
  const prices: Prices = {};
  for (const [theirs, ours] of Object.entries(NAMES)) {
    const price = readPrice(fields[theirs]);
    if (price !== null) prices[ours] = price;
  }
  return prices;
}

/** The same in the upstream's names. */
export const writePrices = (prices: Prices): Record<string, Price> =>
  Object.fromEntries(
    Object.entries(NAMES).flatMap(([theirs, ours]) => {
      const price = prices[ours];
      return price === undefined ? [] : [[theirs, price]];
    }),
  );

/** `"-1"` stands for a price that depends on the model a router will choose; other negative ones are mistakes. */
export const isRouterPrice = (value: unknown): boolean => readNumber(value) === -1;

/** Reads `pricing.overrides`; entries that name no price are left out. */
export function readOverrides(value: unknown): PriceOverride[] {
  const entries = asArray(value).slice(0, OVERRIDE_LIMIT);
  return entries.map((entry) => readOverride(readFields(entry))).filter((override) => override !== null);
}

/**
 * A condition that cannot be understood may hold at any time or never. Such an override is kept on no day of
 * the week: it never enters an estimate, and still counts where the dearest case is sought.
 */
function readOverride(entry: JsonRecord): PriceOverride | null {
  const prices = readPrices(entry);
  if (Object.keys(prices).length === 0) return null;
  const conditions = {
    min_prompt_tokens: readCount(entry.min_prompt_tokens),
    utc_start: readTimeOfDay(entry.utc_start),
    utc_end: readTimeOfDay(entry.utc_end),
    utc_days: readDays(entry.utc_days),
  };
  const understood: JsonRecord = { ...NAMES, ...conditions };
  const isClear = Object.entries(entry).every(
    ([name, condition]) =>
      condition === null || (Object.hasOwn(understood, name) && understood[name] !== null),
  );
  const { min_prompt_tokens: minPromptTokens, utc_start: utcStart, utc_end: utcEnd } = conditions;
  const utcDays = isClear ? conditions.utc_days : [];
  return {
    ...(minPromptTokens !== null && { minPromptTokens }),
    ...(utcStart !== null && { utcStart }),
    ...(utcEnd !== null && { utcEnd }),
    ...(utcDays !== null && { utcDays }),
    prices,
  };
}

function readPrice(value: unknown): Price | null {
  if (typeof value === "string" && value.length > PRICE_TEXT_LIMIT) return null;
  const price = parsePrice(value);
  return price !== null && Number(price) < ABSURD ? price : null;
}

/** `400` is four in the morning; 2400 is the end of the day. */
function readTimeOfDay(value: unknown): number | null {
  const time = readCount(value, 2400);
  return time !== null && time % 100 < 60 ? time : null;
}

function readDays(value: unknown): string[] | null {
  if (!Array.isArray(value)) return null;
  const days = value.map((day) => readText(day, 20)?.toLowerCase() ?? "");
  return days.every((day) => DAYS.has(day)) ? [...new Set(days)] : null;
}
