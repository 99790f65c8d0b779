import { isLosslessNumber } from "lossless-json";
import { addedTokens } from "@/lib/catalog/added-tokens";
import { findModel } from "@/lib/catalog/find-model";
import type { CatalogModel } from "@/lib/catalog/model";
import { type CeilingTerms, ceilingTerms, costOfTerms, dearestOf } from "@/lib/catalog/pricing";
import { asRecord, asText, type JsonRecord } from "@/lib/core/lenient";
import { exactPrice, exactUsd, formatDecimal, type Price, parsePrice, type Usd } from "@/lib/core/money";

/** A completion as far as its cost goes. Numbers of the body may be of any kind that writes itself as digits. */
export type Boundable = {
  body: JsonRecord;
  /** Asked for, in order. */
  models: readonly string[];
  /** Length of all that is sent, less pictures, in UTF-8. */
  promptBytes: number;
  messages: number;
  images: number;
  /** False when something is asked for that has no listed price. */
  isBounded: boolean;
  /** Whether vectors are asked for, and no words. */
  vectors?: boolean;
  /** What the API calls the limit of an answer; where it has several names, the first is the one to add. */
  limitFields?: readonly string[] | undefined;
};

export type Bound =
  | {
      /** What to send instead: it cannot cost more than the ceiling. */
      body: JsonRecord;
      /** Fields that were added or lowered. */
      changed: string[];
      ceiling: Usd;
    }
  | { unbounded: string };

/** Tokens that an answer gets, besides thinking, where nobody set a limit. */
const USUAL_LIMIT = 8_192;
const CHAT_LIMITS = ["max_tokens", "max_completion_tokens"];
/** What any API calls it. */
const ALL_LIMITS = [...CHAT_LIMITS, "max_output_tokens"];
/** Tiers that cost no more than the list says. */
const LISTED_TIERS: readonly unknown[] = [undefined, null, "default", "flex"];

/** Models that search without being told to, by their names, since no list says so. */
const SEARCHES = /^perplexity\/|-search-preview|deep-research/;

/**
 * Sees to it that a request cannot cost more than it can be foreseen to: with a limit on its answer, and on what
 * providers may ask for it. Whatever has no price to foresee is told, in words for people.
 */
export function boundRequest(catalog: readonly CatalogModel[], request: Boundable): Bound {
  const { body, models } = request;
  if (models.length === 0) return { unbounded: "The request names no model." };
  if (!request.isBounded)
    return {
      unbounded:
        "Several answers, plugins, files, sound and tools that OpenRouter runs have no listed price.",
    };
  if (body.preset != null || models.some((id) => id.includes("@preset/")))
    return { unbounded: "A preset of the OpenRouter account may set anything." };
  if (!LISTED_TIERS.includes(body.service_tier))
    return {
      unbounded: `What the service tier ${asText(body.service_tier) ?? "asked for"} costs is not listed.`,
    };
  const searching = models.find((id) => SEARCHES.test(id));
  if (searching)
    return {
      unbounded: `${searching} searches the web by itself, as often as it likes, for a fee each time.`,
    };
  if (!areFallbacksPlain(body.fallbacks, models))
    return {
      unbounded:
        "What fallbacks with terms of their own, or that the API does not know, may cost has no bound.",
    };
  const { limitFields = CHAT_LIMITS, vectors = false } = request;
  const odd = vectors
    ? undefined
    : limitFields.find((name) => body[name] != null && toCount(body[name]) === null);
  if (odd !== undefined) return { unbounded: `${odd} is no number of tokens.` };
  const [limitField = "max_tokens"] = limitFields;
  const rows = models.map((id) => ({ id, row: findModel(catalog, id) }));
  const given = vectors ? 0 : largestOf(body, limitFields);
  const limit =
    given ??
    usualLimit(
      body,
      rows.flatMap(({ row }) => row ?? []),
    );
  // Should a name that is another API's be heard all the same, the cost is bounded nevertheless.
  const maxTokens = vectors ? 0 : Math.max(limit, largestOf(body, ALL_LIMITS) ?? 0);
  const terms: CeilingTerms[] = [];
  for (const { id, row } of rows) {
    const found = row && ceilingTerms(row, { ...request, id, maxTokens, addedTokens: addedTokens(body) });
    if (!found) return { unbounded: `What ${id} may cost is not known beforehand.` };
    terms.push(found);
  }
  const worst = worstOf(terms);
  const ceiling = costOfTerms(worst);
  if (ceiling === null) return { unbounded: "What this may cost is more than can be booked." };
  const { provider, changed } = pinned(body, worst);
  return {
    body: { ...body, ...(given === null ? { [limitField]: limit } : {}), provider },
    changed: [...(given === null ? [limitField] : []), ...changed],
    ceiling,
  };
}

/** The largest one, where several names are given: nobody says which one counts. */
function largestOf(body: JsonRecord, names: readonly string[]): number | null {
  const given = names.map((name) => toCount(body[name])).filter((count) => count !== null);
  return given.length === 0 ? null : Math.max(...given);
}

/** A number of tokens, of which an answer has one at least; null for anything else. */
function toCount(value: unknown): number | null {
  if (typeof value !== "number" && !isLosslessNumber(value)) return null;
  const count = Number(String(value));
  return Number.isSafeInteger(count) && count >= 1 ? count : null;
}

/** Whether fallbacks are nothing but models that are priced with the rest. */
const areFallbacksPlain = (fallbacks: unknown, models: readonly string[]): boolean =>
  fallbacks == null ||
  (Array.isArray(fallbacks) &&
    fallbacks.every((one) => {
      const { model, ...terms } = asRecord(one) ?? { model: one };
      return typeof model === "string" && models.includes(model) && Object.keys(terms).length === 0;
    }));

/** As much as every model of the chain can write, and not more than usual. */
function usualLimit({ reasoning }: JsonRecord, rows: readonly CatalogModel[]): number {
  const thinking = toCount(asRecord(reasoning)?.max_tokens) ?? 0;
  const able = rows.map(
    ({ maxCompletionTokens, contextLength }) =>
      maxCompletionTokens ?? (contextLength === null ? USUAL_LIMIT : Math.floor(contextLength / 4)),
  );
  return Math.max(1, Math.min(USUAL_LIMIT + thinking, ...able));
}

/** Of a chain any hop may answer, at the prices that the dearest is allowed. */
function worstOf(terms: readonly CeilingTerms[]): CeilingTerms {
  const most = (count: (of: CeilingTerms) => number) => Math.max(...terms.map(count));
  const dearest = (of: "dearest" | "listed") => {
    const price = (unit: keyof CeilingTerms["listed"]) =>
      dearestOf(terms.map((each) => each[of][unit])) ?? ("0" as Price);
    return {
      prompt: price("prompt"),
      completion: price("completion"),
      request: price("request"),
      image: price("image"),
    };
  };
  return {
    promptTokens: most(({ promptTokens }) => promptTokens),
    completionTokens: most(({ completionTokens }) => completionTokens),
    images: most(({ images }) => images),
    dearest: dearest("dearest"),
    listed: dearest("listed"),
  };
}

/** The request's preferences among providers, with prices no higher than those that the ceiling was made of. */
function pinned(body: JsonRecord, { listed, images }: CeilingTerms) {
  const provider = asRecord(body.provider);
  const own = asRecord(provider?.max_price);
  const wanted: Record<string, Price> = {
    prompt: perMillion(listed.prompt),
    completion: perMillion(listed.completion),
    request: listed.request,
    ...(images > 0 ? { image: listed.image } : {}),
  };
  const set = Object.entries(wanted).filter(([unit, price]) => !isWithin(own?.[unit], price));
  return {
    provider:
      set.length === 0 ? provider : { ...provider, max_price: { ...own, ...Object.fromEntries(set) } },
    changed: set.length === 0 ? [] : ["provider.max_price"],
  };
}

/** Whether the caller allows no more than that by themselves. */
function isWithin(own: unknown, price: Price): boolean {
  const most = parsePrice(isLosslessNumber(own) ? String(own) : own);
  return most !== null && exactPrice(most) <= exactPrice(price);
}

/** A price per token as one per million of them. */
const perMillion = (price: Price): Price => formatDecimal(exactUsd(exactPrice(price) * 1_000_000n)) as Price;
