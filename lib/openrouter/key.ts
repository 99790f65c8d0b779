import { asRecord } from "@/lib/core/lenient";
import { parseUsd, parseUsdOrNull, subtract, type Usd } from "@/lib/core/money";
import type { UpstreamStatus } from "./api";
import { readBoolean, readCount, readFields, readText } from "./read-json";

export type KeyFacts = NonNullable<UpstreamStatus["key"]>;

/**
 * Reads the body of `GET /key`. Every field may be missing; a missing amount is unknown, and a null limit
 * means there is none. The figures lag behind the bill by minutes.
 * @returns null when the body holds no key at all
 */
export function readKey(body: unknown): KeyFacts | null {
  const data = asRecord(readFields(body).data);
  if (data === null || Object.keys(data).length === 0) return null;
  return {
    label: readLabel(data.label),
    limit: readAmount(data.limit),
    limitRemaining: readAmount(data.limit_remaining),
    limitReset: readText(data.limit_reset, 40),
    usage: readAmount(data.usage),
    usageMonthly: readAmount(data.usage_monthly),
    isFreeTier: readBoolean(data.is_free_tier),
    expiresAt: readInstant(data.expires_at),
    freeRequests: readFreeRequests(data.free_model_daily_requests),
  };
}

/** Reads the balance out of the body of `GET /credits`; null unless both sums are there. */
export function readBalance(body: unknown): Usd | null {
  const data = readFields(readFields(body).data);
  const [credits, usage] = [readAmount(data.total_credits), readAmount(data.total_usage)];
  return credits === null || usage === null ? null : subtract(credits, usage);
}

/** Reads out of the same body how many credits were ever bought. */
export const readPurchased = (body: unknown): Usd | null =>
  readAmount(readFields(readFields(body).data).total_credits);

/** A quadrillion dollars: what is beyond was never an amount of money, and would not fit the wire. */
const ABSURD = parseUsd("1e15");

/** Amounts arrive as JSON numbers; their shortest text is what the upstream wrote. */
export function readAmount(value: unknown): Usd | null {
  if (typeof value === "string" && value.length > 40) return null;
  const amount = parseUsdOrNull(value);
  return amount !== null && amount < ABSURD && amount > -ABSURD ? amount : null;
}

/** The label is the key with its middle left out. Should it ever hold a whole key, the middle goes here. */
function readLabel(value: unknown): string | null {
  const label = readText(value, 200);
  return label?.replace(/sk-[\w-]{16,}/g, (key) => `${key.slice(0, 12)}...${key.slice(-4)}`) ?? null;
}

function readInstant(value: unknown): string | null {
  const text = readText(value, 40);
  return text === null || Number.isNaN(Date.parse(text)) ? null : text;
}

function readFreeRequests(value: unknown): KeyFacts["freeRequests"] {
  const fields = readFields(value);
  const [used, limit] = [readCount(fields.used), readCount(fields.limit)];
  if (used === null || limit === null) return null;
  return { used, limit, remaining: readCount(fields.remaining) ?? Math.max(0, limit - used) };
}
