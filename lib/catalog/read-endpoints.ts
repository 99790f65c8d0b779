import { asArray, asRecord, type JsonRecord } from "@/lib/core/lenient";
import {
  readBoolean,
  readCount,
  readFields,
  readNumber,
  readText,
  readTexts,
} from "@/lib/openrouter/read-json";
import { discounted } from "./discount";
import type { ModelEndpoint, Percentiles } from "./endpoints-api";
import { NO_POLICY } from "./read-policies";
import { readOverrides, readPrices } from "./read-prices";

const MOST = 500;
const TOKEN_LIMIT = 1_000_000_000;

/** The rows in an answer to `GET /models/{author}/{slug}/endpoints`; null when there is no list in it. */
export function endpointRows(answer: unknown): readonly unknown[] | null {
  const data = readFields(answer).data;
  const rows = Array.isArray(data) ? data : readFields(data).endpoints;
  return Array.isArray(rows) ? rows.slice(0, MOST) : null;
}

/**
 * Reads the endpoints of a model, without what is known of their providers. A row needs a provider: whatever
 * else cannot be read is unknown.
 * @returns the endpoints in the upstream's order, and how many rows name no provider
 */
export function readEndpoints(rows: readonly unknown[]): { endpoints: ModelEndpoint[]; unreadable: number } {
  const unit = latencyUnit(rows);
  const endpoints = rows.map((row) => readEndpoint(readFields(row), unit)).filter((row) => row !== null);
  return { endpoints, unreadable: rows.length - endpoints.length };
}

function readEndpoint(row: JsonRecord, unit: number): ModelEndpoint | null {
  const tag = readText(row.tag, 120);
  // `Provider | author/slug`, should the field be gone one day.
  const provider = readText(row.provider_name, 120) ?? readText(row.name, 200)?.split(" | ")[0] ?? tag;
  if (!provider) return null;
  const measured = readFields(readFields(row.perf_last_30m_by_workload).text_generation);
  const detail = tag?.split("/").at(-1);
  const quantization = readText(row.quantization, 40);
  const pricing = readFields(row.pricing);
  const discount = readWithin(pricing.discount, 1);
  return {
    provider,
    tag,
    tier: detail === "priority" || detail === "flex" ? detail : null,
    quantization: quantization === "unknown" ? null : quantization,
    prices: discounted(readPrices(pricing), discount),
    overrides: readOverrides(pricing.overrides).map((override) => ({
      ...override,
      prices: discounted(override.prices, discount),
    })),
    discount,
    contextLength: readTokens(row.context_length),
    maxPromptTokens: readTokens(row.max_prompt_tokens),
    maxCompletionTokens: readTokens(row.max_completion_tokens),
    latencyMs: readPercentiles(row.latency_last_30m ?? measured.latency, unit),
    throughput: readPercentiles(row.throughput_last_30m ?? measured.throughput, 1),
    uptime: {
      last5m: readWithin(row.uptime_last_5m, 100),
      last30m: readWithin(row.uptime_last_30m, 100),
      last1d: readWithin(row.uptime_last_1d, 100),
    },
    status: readStatus(row.status),
    supportedParameters: readTexts(row.supported_parameters) ?? [],
    implicitCaching: readBoolean(row.supports_implicit_caching),
    policy: NO_POLICY,
  };
}

const readTokens = (value: unknown): number | null => readCount(value, TOKEN_LIMIT) || null;

/** Zero is fine; the levels below it are not told apart anywhere. */
function readStatus(value: unknown): ModelEndpoint["status"] {
  const level = readNumber(value);
  if (level === null) return null;
  return level < 0 ? "degraded" : "ok";
}

function readWithin(value: unknown, most: number): number | null {
  const number = readNumber(value);
  return number !== null && number >= 0 && number <= most ? number : null;
}

/** Four figures, or a single one that stands for the middle. */
function readPercentiles(value: unknown, unit: number): Percentiles | null {
  const fields = asRecord(value) ?? { p50: value };
  const figure = (name: string) => {
    const number = readWithin(fields[name], 1e9);
    return number === null ? null : Math.round(number * unit * 1000) / 1000;
  };
  const read = { p50: figure("p50"), p75: figure("p75"), p90: figure("p90"), p99: figure("p99") };
  return Object.values(read).every((one) => one === null) ? null : read;
}

/** No list of providers is all within this many milliseconds, and none needs as many seconds. */
const SECONDS_BELOW = 300;

/** Latencies have been sent in milliseconds and in seconds, and no field says which: their size does. */
function latencyUnit(rows: readonly unknown[]): number {
  const figures = rows.flatMap((row) => {
    const { latency_last_30m: latency, perf_last_30m_by_workload: perf } = readFields(row);
    const sent = latency ?? readFields(readFields(perf).text_generation).latency;
    return asArray(asRecord(sent) ? Object.values(readFields(sent)) : [sent]).map(readNumber);
  });
  const longest = Math.max(0, ...figures.filter((figure) => figure !== null));
  return longest < SECONDS_BELOW ? 1000 : 1;
}
