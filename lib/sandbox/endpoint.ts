import { perToken, scaled } from "./dollars";
import type { Endpoint, Model, PriceOverride, Pricing, Tier, UnitPrice } from "./model";
import { hash, seeded, uuidOf } from "./random";
import { providerBySlug, type Row } from "./rows";

const QUANTIZATIONS = ["int4", "int8", "fp4", "fp6", "fp8", "fp16", "bf16", "fp32"];
const TOKEN_PRICES: UnitPrice[] = [
  "prompt",
  "completion",
  "input_cache_read",
  "input_cache_write",
  "input_cache_write_1h",
];
/** How much faster than usual some hardware is. */
const HASTE: Record<string, number> = {
  groq: 3.2,
  cerebras: 7,
  sambanova: 2.6,
  together: 1.2,
  fireworks: 1.4,
};

/** The list prices of a row; a factor of `"0"` makes it free, `"0.5"` a batch row. */
export function pricingOf(row: Row, factor = "1"): Pricing {
  const tokens = tokenPrices(row.usd, factor);
  const extra = Object.entries(row.extra ?? {}).map(([unit, price]) => [unit, scaled(price, factor)]);
  const pricing: Pricing = { prompt: "0", completion: "0", ...tokens, ...Object.fromEntries(extra) };
  // Free rows have one price at any length and any hour.
  if (row.overrides === undefined || factor === "0") return pricing;
  return {
    ...pricing,
    overrides: row.overrides.map(({ usd, ...when }) => ({ ...when, ...tokenPrices(usd, factor) })),
  };
}

/** The endpoints written as `deepinfra/fp4@0.95`: who, how quantised or where, and at which multiple of the price. */
export function endpointsOf(model: Model, row: Row, at: string[], factor = "1"): Endpoint[] {
  return at.map((text, index) => {
    const [tag = "", multiple = "1"] = text.split("@");
    const [slug = "", detail = ""] = tag.split("/");
    const provider = providerBySlug(slug);
    const tier: Tier = detail === "priority" || detail === "flex" ? detail : "default";
    const random = seeded(hash(`${model.id} ${text}`));
    const haste =
      (HASTE[slug] ?? 1) * (index === 0 ? 1 : 0.75 + random() * 0.4) * (tier === "priority" ? 1.6 : 1);
    const degraded = index > 2 && random() < 0.12;
    return {
      id: uuidOf(`${model.id} ${tag}`),
      provider,
      tag,
      tier,
      quantization: QUANTIZATIONS.includes(detail) ? detail : "unknown",
      pricing: pricingOf(row, scaled(multiple, factor)),
      context: row.topContext ?? row.context,
      maxCompletion: Math.min(row.out ?? row.context, row.context),
      // Some hosts leave out what the model itself could do.
      parameters: model.supported_parameters.filter(
        (name) =>
          index < 2 || (name !== "structured_outputs" && name !== "logprobs" && name !== "top_logprobs"),
      ),
      status: degraded ? -5 : 0,
      uptime: degraded ? 45 + random() * 10 : 98.5 + random() * 1.5,
      ttft: (row.speed[0] ?? 600) / Math.sqrt(haste),
      throughput: (row.speed[1] ?? 60) * haste,
    };
  });
}

function tokenPrices(usd: string[], factor: string): PriceOverride {
  const prices: PriceOverride = {};
  TOKEN_PRICES.forEach((unit, index) => {
    const price = usd[index];
    if (price !== undefined) prices[unit] = scaled(perToken(price), factor);
  });
  return prices;
}
