import type { Attempt } from "@/lib/db/schema/ledger";
import type { Choice, Choices, Dimension, Value } from "@/lib/ledger/dimensions";
import type { Figures } from "./overview-api";

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

export const fits = (row: Row, choices: Choices): boolean =>
  (Object.entries(choices) as [Dimension, Choice][]).every(
    ([dimension, { exclude, values }]) =>
      valuesOf(row, dimension).some((value) => values.includes(value)) !== exclude,
  );

/** What is the same to the last digit, and the figures that percentiles are of. */
export function figuresOf(rows: readonly Row[]) {
  const sum = (pick: (row: Row) => number | null) => sumKnown(rows.map(pick), (a, b) => a + b);
  const money = (pick: (row: Row) => bigint | null) => sumKnown(rows.map(pick), (a, b) => a + b);
  const count = (test: (row: Row) => boolean) => rows.filter(test).length;
  const isFailed = ({ state }: Row) => state === "failed" || state === "lost";
  const by = (who: string) => count((row) => isFailed(row) && row.failure?.by === who);
  const failed = count(isFailed);
  const named = { patchbay: by("patchbay"), openrouter: by("openrouter"), provider: by("provider") };
  const exact: Omit<Figures, "ttftP50Ms" | "ttftP95Ms" | "speedP50" | "speedP5"> = {
    cost: (money(({ cost }) => cost) ?? 0n) as Figures["cost"],
    unknown: count(({ cost }) => cost === null),
    generations: rows.length,
    failed,
    failedBy: { ...named, nobody: failed - named.patchbay - named.openrouter - named.provider },
    cancelled: count(({ state }) => state === "cancelled"),
    fallbacks: count(fellBack),
    promptTokens: sum((row) => row.promptTokens),
    completionTokens: sum((row) => row.completionTokens),
    reasoningTokens: sum((row) => row.reasoningTokens),
    cachedTokens: sum((row) => row.cachedTokens),
    cacheWriteTokens: sum((row) => row.cacheWriteTokens),
    pricedCost: money((row) => (listCost(row) === null ? null : row.cost)) as Figures["pricedCost"],
    listCost: money((row) => (row.cost === null ? null : listCost(row))) as Figures["listCost"],
    cacheSavings: money(cacheSavings) as Figures["cacheSavings"],
    upstreamCost: (money((row) => row.upstreamCost) ?? 0n) as Figures["upstreamCost"],
  };
  const ttfts = rows.flatMap(({ ttftMs }) => (ttftMs === null ? [] : [Math.max(1, ttftMs)]));
  return { exact, ttfts, speeds: rows.flatMap((row) => speedOf(row) ?? []) };
}

/** The least that this share does not exceed. */
export function exactPercentile(figures: readonly number[], share: number): number | null {
  const rank = Math.max(1, Math.ceil(share * figures.length));
  return figures.toSorted((left, right) => left - right)[rank - 1] ?? null;
}

function sumKnown<Of>(values: (Of | null)[], plus: (left: Of, right: Of) => Of): Of | null {
  return values.reduce(
    (sum, value) => (value === null ? sum : sum === null ? value : plus(sum, value)),
    null,
  );
}

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

/** What follows from what a row never changes is worked out once: each row is summed up in many sets. */
function once<Of>(work: (row: Row) => Of): (row: Row) => Of {
  const known = new WeakMap<Row, { result: Of }>();
  return (row) => {
    const found = known.get(row) ?? { result: work(row) };
    known.set(row, found);
    return found.result;
  };
}

const listCost = once((row) => {
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
});

const cacheSavings = once((row) => {
  const prices = pricesOf(row);
  if (!prices || prices.prompt === null) return null;
  if (row.cachedTokens === null && row.cacheWriteTokens === null) return null;
  const { cached, written } = countsOf(row);
  const { prompt, cacheRead, cacheWrite } = prices;
  return rounded(
    (prompt - (cacheRead ?? 0n)) * BigInt(cached) - ((cacheWrite ?? 0n) - prompt) * BigInt(written),
  );
});

/** To picodollars, halves away from zero. */
function rounded(amount: bigint): bigint | null {
  const unit = 10n ** BigInt(DIGITS - 12);
  const size = amount < 0n ? -amount : amount;
  if (size >= 10n ** BigInt(DIGITS + 8)) return null;
  const whole = (size + unit / 2n) / unit;
  return amount < 0n ? -whole : whole;
}
