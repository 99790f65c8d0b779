import { charged, decimalText, noisyNumber, type Yocto, yocto } from "./dollars";
import type { UnitPrice } from "./model";
import type { Tariff } from "./tariff";

/** Everything a generation can be charged for, in units. */
export type Quantities = {
  promptTokens: number;
  cachedTokens: number;
  cacheWriteTokens: number;
  hourlyCache: boolean;
  completionTokens: number;
  reasoningTokens: number;
  imageTokens: number;
  promptImages: number;
  requests: number;
  searches: number;
  /** Searches through OpenRouter's own plugin have a price of their own. */
  pluginSearchPrice: string | null;
};

type Charge = { unit: UnitPrice; count: number; price: string };

export type Bill = {
  charges: Charge[];
  /** As charged, in plain decimal dollars, rounded once to the picodollar. */
  cost: string;
  /** The same as OpenRouter prints it in `usage`: a double with its noise. */
  costNumber: number;
  promptNumber: number;
  completionNumber: number;
  toolNumber: number;
};

/** Parts of the prompt: OpenRouter counts cached and written tokens inside `prompt_tokens`. */
function charges(tariff: Tariff, used: Quantities): Charge[] {
  const write: UnitPrice =
    used.hourlyCache && tariff.input_cache_write_1h !== undefined
      ? "input_cache_write_1h"
      : "input_cache_write";
  const drawn = tariff.image_output === undefined ? 0 : used.imageTokens;
  const thought =
    tariff.internal_reasoning === undefined
      ? 0
      : Math.min(used.reasoningTokens, used.completionTokens - drawn);
  const lines: [UnitPrice, number, string | undefined][] = [
    ["prompt", used.promptTokens - used.cachedTokens - used.cacheWriteTokens, tariff.prompt],
    // No price for cached tokens means that they cost what any other token does.
    ["input_cache_read", used.cachedTokens, tariff.input_cache_read ?? tariff.prompt],
    [write, used.cacheWriteTokens, tariff[write] ?? tariff.prompt],
    ["completion", used.completionTokens - drawn - thought, tariff.completion],
    ["internal_reasoning", thought, tariff.internal_reasoning],
    ["image_output", drawn, tariff.image_output],
    ["image", used.promptImages, tariff.image],
    ["request", used.requests, tariff.request],
    ["web_search", used.searches, used.pluginSearchPrice ?? tariff.web_search],
  ];
  return lines.flatMap(([unit, count, price]) =>
    count > 0 && price !== undefined ? [{ unit, count, price }] : [],
  );
}

const sum = (lines: Charge[]): Yocto =>
  lines.reduce((total, { count, price }) => total + yocto(price) * BigInt(count), 0n);

const sumInDoubles = (lines: Charge[]): number =>
  lines.reduce((total, { count, price }) => total + Number(price) * count, 0);

const OUTPUT: UnitPrice[] = ["completion", "internal_reasoning", "image_output"];

/** The exact bill: each count times its decimal price, added up in whole yoctodollars. */
export function billFor(tariff: Tariff, used: Quantities): Bill {
  const lines = charges(tariff, used);
  const tools = lines.filter(({ unit }) => unit === "web_search");
  const output = lines.filter(({ unit }) => OUTPUT.includes(unit));
  const input = lines.filter(({ unit }) => unit !== "web_search" && !OUTPUT.includes(unit));
  const exact = charged(sum(lines));
  return {
    charges: lines,
    cost: decimalText(exact),
    costNumber: noisyNumber(exact, sumInDoubles(lines)),
    promptNumber: sumInDoubles(input),
    completionNumber: sumInDoubles(output),
    toolNumber: sumInDoubles(tools),
  };
}

/** Nothing is charged: refused, or failed before anything came of it. */
export const NO_BILL: Bill = {
  charges: [],
  cost: "0",
  costNumber: 0,
  promptNumber: 0,
  completionNumber: 0,
  toolNumber: 0,
};

/** What caching saved, in dollars; negative when writing cost more than it brought. */
export function cacheDiscount(tariff: Tariff, used: Quantities): number {
  const plain = sum(charges(tariff, { ...used, cachedTokens: 0, cacheWriteTokens: 0 }));
  return Number(decimalText(plain - sum(charges(tariff, used))));
}
