import type { Attempt } from "@/lib/db/schema/ledger";
import type { Dimension, Value } from "@/lib/ledger/dimensions";

// A second opinion: figures from rows in memory, with arithmetic of its own that shares nothing with the queries.

export type Row = {
  startedAt: Date;
  state: "running" | "finished" | "failed" | "cancelled" | "lost";
  memberId: string;
  keyId: string | null;
  environment: string | null;
  routeId: string | null;
  source: "playground" | "gateway" | "suite";
  models: string[];
  model: string | null;
  provider: string | null;
  tags: string[];
  finishReason: string | null;
  failure: { code: string; by: string } | null;
  attempts: Attempt[] | null;
  promptTokens: number | null;
  completionTokens: number | null;
  reasoningTokens: number | null;
  cachedTokens: number | null;
  cacheWriteTokens: number | null;
  cost: bigint | null;
  upstreamCost: bigint | null;
  isByok: boolean | null;
  priceSnapshot: Record<string, unknown> | null;
  ttftMs: number | null;
  durationMs: number | null;
};

export function valuesOf(row: Row, dimension: Dimension): Value[] {
  const model = row.model ?? row.models[0] ?? "unknown";
  const single: Record<Exclude<Dimension, "tag">, Value> = {
    model,
    author: model.split("/")[0] ?? null,
    provider: row.provider,
    member: row.memberId,
    key: row.keyId,
    environment: row.environment,
    route: row.routeId,
    source: row.source,
    finish: row.finishReason,
    error: row.failure?.code ?? null,
    fallback: fellBack(row) ? "taken" : null,
  };
  if (dimension !== "tag") return [single[dimension]];
  return row.tags.length === 0 ? [null] : [...new Set(row.tags)];
}

/** What a row adds to a sum. Null is unknown. */
export type Facts = Record<
  "generations" | "unknown" | "failed" | "patchbay" | "openrouter" | "provider" | "cancelled" | "fallbacks",
  number
> &
  Pick<Row, "promptTokens" | "completionTokens" | "reasoningTokens" | "cachedTokens" | "cacheWriteTokens"> &
  Record<"pricedTokens", number | null> &
  Record<"cost" | "pricedCost" | "listCost" | "cacheSavings" | "upstreamCost", bigint | null> & {
    ttft: number | null;
    speed: number | null;
  };

export function factsOf(row: Row): Facts {
  const { state, failure, cost, ttftMs } = row;
  const isFailed = state === "failed" || state === "lost";
  const failedBy = (who: string) => Number(isFailed && failure?.by === who);
  const atList = listCost(row);
  return {
    generations: 1,
    unknown: Number(cost === null),
    failed: Number(isFailed),
    patchbay: failedBy("patchbay"),
    openrouter: failedBy("openrouter"),
    provider: failedBy("provider"),
    cancelled: Number(state === "cancelled"),
    fallbacks: Number(fellBack(row)),
    promptTokens: row.promptTokens,
    completionTokens: row.completionTokens,
    reasoningTokens: row.reasoningTokens,
    cachedTokens: row.cachedTokens,
    cacheWriteTokens: row.cacheWriteTokens,
    pricedTokens:
      atList === null || cost === null ? null : (row.promptTokens ?? 0) + (row.completionTokens ?? 0),
    cost,
    pricedCost: atList === null ? null : cost,
    listCost: cost === null ? null : atList,
    cacheSavings: cacheSavings(row),
    upstreamCost: row.upstreamCost,
    ttft: ttftMs === null ? null : Math.max(1, ttftMs),
    speed: speedOf(row),
  };
}

/** The least that this share does not exceed. @param sorted the least first */
export const exactPercentile = (sorted: Float64Array, share: number): number | null =>
  sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? null;

function speedOf({ completionTokens, ttftMs, durationMs }: Row): number | null {
  if (completionTokens === null || ttftMs === null || durationMs === null) return null;
  const after = durationMs - ttftMs;
  return completionTokens < 2 || after < 50 ? null : ((completionTokens - 1) * 1000) / after;
}

const bare = (model: string) => model.split(":")[0] ?? "";

function otherModel({ models, model }: Row): boolean {
  if (model === null || models.length < 2) return false;
  const [first = "", ...later] = models.map(bare);
  if (bare(model) === first) return false;
  return later.includes(bare(model)) || !new RegExp(`^${first}-[0-9-]+$`).test(bare(model));
}

function fellBack(row: Row): boolean {
  const good = (row.attempts ?? []).map(({ status }) => status !== null && status >= 200 && status < 300);
  return otherModel(row) || (!good[0] && good.includes(true));
}

const DIGITS = 40;

function price(snapshot: Record<string, unknown>, component: string): bigint | null {
  const match = /^(\d{1,9})(?:\.(\d{0,30}))?(?:[eE]([-+]?\d{1,2}))?$/.exec(String(snapshot[component]));
  if (!match) return null;
  const [, whole = "", fraction = "", exponent = "0"] = match;
  const shift = DIGITS - fraction.length + Number(exponent);
  const digits = BigInt(whole + fraction);
  return shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
}

function pricesOf(row: Row) {
  if (row.priceSnapshot === null || row.isByok === true || otherModel(row)) return null;
  const of = (component: string) => price(row.priceSnapshot ?? {}, component);
  const [prompt, completion] = [of("prompt"), of("completion")];
  return {
    ...{ prompt, completion, cacheRead: of("cacheRead") ?? prompt, cacheWrite: of("cacheWrite") ?? prompt },
    ...{ reasoning: of("reasoning") ?? completion, request: of("request") ?? 0n },
  };
}

function countsOf({ promptTokens, completionTokens, cachedTokens, cacheWriteTokens, reasoningTokens }: Row) {
  const prompt = promptTokens ?? Number.POSITIVE_INFINITY;
  const cached = Math.min(cachedTokens ?? 0, prompt);
  const written = Math.min(cacheWriteTokens ?? 0, prompt - cached);
  const reasoned = Math.min(reasoningTokens ?? 0, completionTokens ?? Number.NaN);
  return { prompt, cached, written, reasoned };
}

function listCost(row: Row): bigint | null {
  const prices = pricesOf(row);
  if (!prices || row.promptTokens === null || row.completionTokens === null) return null;
  const { prompt, completion, cacheRead, cacheWrite, reasoning, request } = prices;
  if (prompt === null || completion === null) return null;
  const { cached, written, reasoned } = countsOf(row);
  return rounded(
    prompt * BigInt(row.promptTokens - cached - written) +
      (cacheRead ?? 0n) * BigInt(cached) +
      (cacheWrite ?? 0n) * BigInt(written) +
      completion * BigInt(row.completionTokens - reasoned) +
      (reasoning ?? 0n) * BigInt(reasoned) +
      request,
  );
}

function cacheSavings(row: Row): bigint | null {
  const prices = pricesOf(row);
  if (!prices || prices.prompt === null) return null;
  if (row.cachedTokens === null && row.cacheWriteTokens === null) return null;
  const { cached, written } = countsOf(row);
  const { prompt, cacheRead, cacheWrite } = prices;
  return rounded(
    (prompt - (cacheRead ?? 0n)) * BigInt(cached) - ((cacheWrite ?? 0n) - prompt) * BigInt(written),
  );
}

/** To picodollars, halves away from zero. */
function rounded(amount: bigint): bigint | null {
  const unit = 10n ** BigInt(DIGITS - 12);
  const size = amount < 0n ? -amount : amount;
  if (size >= 10n ** BigInt(DIGITS + 8)) return null;
  const whole = (size + unit / 2n) / unit;
  return amount < 0n ? -whole : whole;
}
