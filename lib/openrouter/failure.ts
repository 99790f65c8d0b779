import { AppError, type ErrorCode, type ErrorDetails } from "@/lib/core/errors";
import { asArray, asCount, asRecord, asText, type JsonRecord } from "@/lib/core/lenient";
import { asLabel } from "@/lib/core/storable";

/** What came back instead of an answer. `status` is the HTTP status, or the code inside a 200. */
export type Refusal = { status: number; body: unknown; retryAfter?: string | null };

/**
 * Names the failure in an upstream error body. Decided by what is most stable first: the status, then
 * `limit_source` and `reason`, then `availability`, then `error_type`; words come last.
 */
export function readFailure({ status, body, retryAfter }: Refusal): AppError {
  const error = asRecord(asRecord(body)?.error) ?? {};
  const metadata = asRecord(error.metadata) ?? {};
  const code = statusOf(error.code) ?? status;
  const provider = asLabel(metadata.provider_name);
  const details: ErrorDetails = { upstreamStatus: code };
  if (provider) details.provider = provider;
  const said = wordsOf(error, metadata);
  if (said) details.said = said;
  const wait = waitOf(error, metadata, retryAfter);
  if (wait !== null) details.retryAfter = wait;
  return new AppError(nameOf(code, error, metadata, provider !== null), details);
}

/** Cuts and masks foreign words before anyone sees or stores them. */
export function redact(text: string): string {
  return text
    .replace(/\b(sk-[\w-]{6})[\w-]+/g, "$1…")
    .replace(/\bBearer\s+\S+/gi, "Bearer …")
    .replace(/\b(?:user|org)_[A-Za-z0-9]{8,}/g, "…")
    .replaceAll("\0", "")
    .slice(0, 500)
    .toWellFormed();
}

function nameOf(status: number, error: JsonRecord, metadata: JsonRecord, byProvider: boolean): ErrorCode {
  const limit = asText(metadata.limit_source) ?? "";
  const reason = asText(metadata.reason) ?? "";
  const availability = asText(asRecord(error.availability)?.code) ?? "";
  // Where errors have the form of another API, it stands beside the words.
  const type = asText(metadata.error_type) ?? asText(error.error_type) ?? "";
  const words = asText(error.message) ?? "";
  switch (status) {
    case 400:
    case 422:
      if (availability === "model_not_found" || /not a valid model/i.test(words)) return "unknown_model";
      if (
        /context_length|token_limit|string_too_long/.test(type) ||
        /context length|token limit/i.test(words)
      )
        return "context_too_long";
      return byProvider ? "provider_rejected" : "upstream_rejected";
    case 401:
      return "upstream_key";
    case 402:
      return reason === "in_flight_budget_exhausted" || limit === "openrouter_in_flight_budget"
        ? "in_flight_budget"
        : OWN_LIMIT.test(limit)
          ? "key_limit"
          : "insufficient_credits";
    case 403:
      if (
        metadata.reasons !== undefined ||
        metadata.patterns !== undefined ||
        metadata.flagged_input !== undefined
      )
        return "moderated";
      if (OWN_LIMIT.test(limit) || /limit exceeded/i.test(words)) return "key_limit";
      return "upstream_forbidden";
    case 404:
      return "no_endpoints";
    case 408:
    case 504:
    case 524:
      return "upstream_timeout";
    case 413:
      return "request_too_large";
    case 429:
      if (/free/.test(limit) || /free-models-per/.test(words)) return "free_limit";
      return byProvider || /upstream_provider/.test(limit) || availability === "capacity_exhausted"
        ? "provider_rate_limited"
        : "upstream_rate_limited";
    case 529:
      return "provider_overloaded";
    case 503:
      return byProvider || type === "provider_overloaded" ? "provider_overloaded" : "upstream_failed";
    default:
      // What was turned away is not worth repeating as it is.
      if (status >= 400 && status < 500) return byProvider ? "provider_rejected" : "upstream_rejected";
      return byProvider || type === "provider_unavailable" ? "provider_failed" : "upstream_failed";
  }
}

/** Limits that were set on the key or the workspace, which more credits do not lift. */
const OWN_LIMIT = /guardrail_budget|workspace_budget|key_limit/;

function statusOf(code: unknown): number | null {
  const status = asCount(code);
  return status !== null && status >= 400 && status <= 599 ? status : null;
}

function wordsOf(error: JsonRecord, metadata: JsonRecord): string | null {
  const raw = asText(metadata.raw);
  const reasons = asArray(metadata.reasons).filter((reason) => typeof reason === "string");
  const words = raw ? (innerMessage(raw) ?? raw) : (asText(error.message) ?? null);
  const all = [words, reasons.length > 0 ? `(${reasons.join(", ")})` : null]
    .filter((part) => part !== null)
    .join(" ");
  return all === "" ? null : redact(all);
}

/** Providers' own errors often come as JSON inside the text. */
function innerMessage(raw: string): string | null {
  try {
    const inner = asRecord(JSON.parse(raw));
    return asText(asRecord(inner?.error)?.message) ?? asText(inner?.message);
  } catch {
    return null;
  }
}

function waitOf(error: JsonRecord, metadata: JsonRecord, header: string | null | undefined): number | null {
  const headers = asRecord(metadata.headers);
  const seconds =
    asCount(metadata.retry_after_seconds) ??
    asCount(headers?.["Retry-After"]) ??
    asCount(asRecord(error.availability)?.retry_after) ??
    asCount(header);
  return seconds !== null && seconds <= 604_800 ? seconds : null;
}
