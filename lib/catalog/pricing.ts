import { exactPrice, exactUsd, type Price, parseUsd, type Usd } from "@/lib/core/money";
import { dynamicVariants } from "./find-model";
import type { CatalogModel, PriceOverride, Prices } from "./model";
import { appliesAt } from "./price-window";

/** What it takes to price a model: its row, or as much of one. */
type Priced = Pick<CatalogModel, "kind" | "isFree" | "prices" | "overrides" | "outputModalities">;

/** The prices in force for a prompt of so many tokens at that moment, overrides applied. */
export function pricesFor(
  { prices, overrides }: Pick<Priced, "prices" | "overrides">,
  { promptTokens, at }: { promptTokens: number; at: Date },
): Prices {
  const inForce = overrides.filter((override) => exceeds(promptTokens, override) && appliesAt(override, at));
  return Object.assign({}, prices, ...inForce.map((override) => override.prices));
}

type Estimate = {
  /** All tokens of the prompt, those from and to the cache included. */
  promptTokens: number;
  /** All tokens of the answer, reasoning included. */
  completionTokens: number;
  cachedTokens?: number;
  cacheWriteTokens?: number;
  reasoningTokens?: number;
  images?: number;
  at: Date;
};

/**
 * What a completion costs at list price, exact and rounded once. The upstream may choose a provider that asks
 * more or less: for people to see beforehand, never to be booked.
 * @returns null when the price is not known beforehand (routers, missing prices, models billed otherwise)
 * @throws RangeError when a count is not a whole number
 */
export function estimateCost(model: Priced, usage: Estimate): Usd | null {
  if (!isPriced(model)) return null;
  const { promptTokens, completionTokens, images = 0 } = usage;
  const cached = Math.min(usage.cachedTokens ?? 0, promptTokens);
  const written = Math.min(usage.cacheWriteTokens ?? 0, promptTokens - cached);
  const reasoning = Math.min(usage.reasoningTokens ?? 0, completionTokens);
  const prices = pricesFor(model, usage);
  return totalOf([
    [prices.prompt, promptTokens - cached - written],
    [prices.cacheRead ?? prices.prompt, cached],
    [prices.cacheWrite ?? prices.prompt, written],
    [prices.completion, completionTokens - reasoning],
    [prices.reasoning ?? prices.completion, reasoning],
    [prices.request ?? FREE, 1],
    [prices.image ?? FREE, images],
  ]);
}

type Ceiling = {
  /** The id as asked for, when it may carry variants: `:nitro` and `:online` can cost more than any row says. */
  id?: string;
  /** Length of everything sent, in UTF-8. */
  promptBytes: number;
  /** Tokens of the prompt that are not in the request, by {@link addedTokens}. */
  addedTokens?: number;
  messages: number;
  /** The limit sent along, or null when none is. */
  maxTokens: number | null;
  images?: number;
  /** Whether vectors are asked for: then each picture is read by itself, and not all in one window. */
  vectors?: boolean;
};

/** Roles and separators around a message. */
const TOKENS_PER_MESSAGE = 16;

/**
 * The most a request can cost at list price, whenever it is billed: bytes stand for tokens, since no token is
 * shorter than a byte, and each component at its dearest. It holds for providers that ask no more than the
 * list price, which `provider.max_price` enforces, and leaves server tools and plugins out.
 * @returns null when the catalogue cannot bound it
 * @throws RangeError when a count is not a whole number
 */
export function ceilingCost(model: Bounded, request: Ceiling): Usd | null {
  const terms = ceilingTerms(model, request);
  return terms && costOfTerms(terms);
}

type Bounded = Priced & Pick<CatalogModel, "contextLength" | "maxCompletionTokens">;

/** What a ceiling is made of: how many of each component, and the dearest that one can be. */
export type CeilingTerms = {
  promptTokens: number;
  completionTokens: number;
  images: number;
  /** With what reading and writing the cache and thinking may cost instead. */
  dearest: { prompt: Price; completion: Price; request: Price; image: Price };
  /** The same without, as providers state them: what `provider.max_price` can hold them to. */
  listed: { prompt: Price; completion: Price; request: Price; image: Price };
};

export const costOfTerms = ({ promptTokens, completionTokens, images, dearest }: CeilingTerms): Usd | null =>
  totalOf([
    [dearest.prompt, promptTokens],
    [dearest.completion, completionTokens],
    [dearest.request, 1],
    [dearest.image, images],
  ]);

/** @returns null when the catalogue cannot bound it. @throws RangeError as {@link ceilingCost} does */
export function ceilingTerms(model: Bounded, request: Ceiling): CeilingTerms | null {
  const { id = "", promptBytes, messages, maxTokens, images = 0, vectors = false } = request;
  const { addedTokens = 0 } = request;
  if (!isPriced(model) || dynamicVariants(id).some((variant) => variant === "nitro" || variant === "online"))
    return null;
  const completionTokens = maxTokens ?? model.maxCompletionTokens ?? model.contextLength;
  // An image is not as many tokens as bytes: only the context window bounds it.
  const textTokens = promptBytes + TOKENS_PER_MESSAGE * messages + addedTokens;
  const window = model.contextLength;
  const withImages = window && (vectors ? textTokens + images * window : Math.max(textTokens, window));
  const promptTokens = images === 0 ? textTokens : withImages;
  // Windows are the upstream's word: of many pictures they may come to more than can be counted.
  if (completionTokens === null || promptTokens === null || !Number.isSafeInteger(promptTokens)) return null;

  const tables = [
    model.prices,
    ...model.overrides.filter((entry) => exceeds(promptTokens, entry)).map((entry) => entry.prices),
  ];
  const dearest = (...components: (keyof Prices)[]) =>
    dearestOf(tables.flatMap((prices) => components.map((component) => prices[component])));
  const drawsImages = model.outputModalities.includes("image");
  if (drawsImages && dearest("imageOutput") === undefined) return null;
  const units = { request: dearest("request") ?? FREE, image: dearest("image") ?? FREE };
  const [prompt, completion] = [dearest("prompt"), dearest("completion")];
  const anyPrompt = dearest("prompt", "cacheRead", "cacheWrite", "cacheWrite1h");
  const anyCompletion = dearest(
    ...(["completion", "reasoning", "audioOutput"] as const),
    ...(drawsImages ? (["imageOutput"] as const) : []),
  );
  if (!prompt || !completion || !anyPrompt || !anyCompletion) return null;
  return {
    promptTokens,
    completionTokens,
    images,
    dearest: { prompt: anyPrompt, completion: anyCompletion, ...units },
    listed: { prompt, completion, ...units },
  };
}

const FREE = "0" as Price;

/**
 * Whether the row says what text costs. Units of models that neither write text nor make vectors of it are nowhere
 * stated, and a zero price without `:free` means that the bill is made up in another way.
 */
export function isPriced({ kind, isFree, prices, outputModalities }: Priced): boolean {
  if (prices.prompt === undefined || prices.completion === undefined) return false;
  if (
    outputModalities.length > 0 &&
    !outputModalities.some((kind) => kind === "text" || kind === "embeddings")
  )
    return false;
  if (isFree) return true;
  return kind !== "router" && (exactPrice(prices.prompt) > 0n || exactPrice(prices.completion) > 0n);
}

/** An override's threshold is strict: a prompt of exactly that length keeps the base price. */
const exceeds = (promptTokens: number, { minPromptTokens }: PriceOverride): boolean =>
  minPromptTokens === undefined || promptTokens > minPromptTokens;

export function dearestOf(prices: (Price | undefined)[]): Price | undefined {
  return prices.reduce((dearest, price) =>
    price !== undefined && (dearest === undefined || exactPrice(price) > exactPrice(dearest))
      ? price
      : dearest,
  );
}

/** The ledger's amounts have eight digits before the point. */
const LIMIT = parseUsd("1e8");

/** Sums prices times counts exactly and rounds once, half to even; null for what the ledger could not hold. */
export function totalOf(terms: [Price | undefined, number][]): Usd | null {
  let sum = 0n;
  for (const [price, count] of terms) {
    if (!Number.isSafeInteger(count) || count < 0) throw new RangeError("not a count");
    if (count === 0) continue;
    if (price === undefined) return null;
    sum += exactPrice(price) * BigInt(count);
  }
  const cost = exactUsd(sum);
  return cost < LIMIT ? cost : null;
}
