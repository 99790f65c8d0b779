import { type Failure, failure } from "./failure";
import type { Fault } from "./faults";
import type { Endpoint } from "./model";

type Where = { endpoint: Pick<Endpoint, "provider">; model: string; at: number };

const SETTINGS = "https://openrouter.ai/settings";

/** The refusal for a `status` fault, by its code; the texts are those that OpenRouter uses. */
export function statusFailure({ params }: Fault, where: Where): Failure {
  const code = params.code ?? "503";
  const made =
    BODIES[code]?.(where) ??
    failure(Number.parseInt(code, 10) || 500, "Internal Server Error", { named: true });
  const seconds = params["retry-after"];
  const message = params.message;
  return {
    ...made,
    ...(message !== undefined && { message }),
    ...(seconds !== undefined && { headers: { ...made.headers, "Retry-After": seconds } }),
  };
}

/** Codes about the account, which no other model or provider can mend. */
export const isFinal = ({ params }: Fault): boolean =>
  /^(?:401|402|403-(?:key|budget|guardrail|management)|413|422|429-free)/.test(params.code ?? "");

const named = (
  status: number,
  message: string,
  metadata?: Record<string, unknown>,
  headers?: Record<string, string>,
): Failure =>
  failure(status, message, { named: true, ...(metadata && { metadata }), ...(headers && { headers }) });

const fromProvider =
  (status: number, raw: string, more: Record<string, unknown> = {}) =>
  ({ endpoint }: Where): Failure =>
    named(status, "Provider returned error", {
      raw,
      provider_name: endpoint.provider.name,
      is_byok: false,
      ...more,
    });

function freeCap(kind: "day" | "min") {
  return ({ at }: Where): Failure => {
    const reset =
      kind === "day"
        ? (Math.floor(at / 86_400_000) + 1) * 86_400_000
        : (Math.floor(at / 60_000) + 1) * 60_000;
    return freeLimitFailure(
      kind === "day" ? "free-models-per-day-high-balance. " : "free-models-per-min. ",
      kind === "day" ? 1000 : 20,
      reset,
      kind,
    );
  };
}

/** OpenRouter's own 429; `reset` in epoch milliseconds, and no `Retry-After`. */
export function freeLimitFailure(token: string, limit: number, reset: number, kind: "day" | "min"): Failure {
  const headers = {
    "X-RateLimit-Limit": String(limit),
    "X-RateLimit-Remaining": "0",
    "X-RateLimit-Reset": String(reset),
  };
  return named(
    429,
    `Rate limit exceeded: ${token}`,
    {
      headers,
      limit_source: kind === "day" ? "openrouter_free_tier_daily" : "openrouter_free_tier_minute",
      remedy_hint: "Use a paid model or wait for the limit to reset.",
      provider_name: null,
    },
    headers,
  );
}

const crowded = ({ endpoint, model }: Where, hint: Record<string, unknown>): Failure =>
  fromProvider(
    429,
    `${model} is temporarily rate-limited upstream. Please retry shortly, or add your own key to accumulate your rate limits: ${SETTINGS}/integrations`,
    {
      provider_error_code: "rate_limit_exceeded",
      limit_source: "upstream_provider_shared_pool",
      remedy_hint: "Retry shortly or choose another provider.",
      ...hint,
    },
  )({ endpoint, model, at: 0 });

const BODIES: Record<string, (where: Where) => Failure> = {
  "400": fromProvider(400, '{"error":{"message":"Unsupported value","type":"invalid_request_error"}}'),
  "401": () => failure(401, "User not found."),
  "402-balance": () =>
    named(402, `Insufficient credits. Add more using ${SETTINGS}/credits`, {
      limit_source: "openrouter_credits",
      remedy_hint: "Add credits.",
    }),
  "402-precheck": () =>
    named(
      402,
      `This request requires more credits, or fewer max_tokens. You requested up to 65536 tokens, but can only afford 30104. To increase, visit ${SETTINGS}/credits and upgrade to a paid account`,
      { provider_name: null },
    ),
  "402-inflight": () =>
    named(
      402,
      "Your current in-flight requests would exceed your balance. Please wait for them to finish.",
      {
        reason: "in_flight_budget_exhausted",
        limit_source: "openrouter_in_flight_budget",
        remedy_hint: "Retry when running requests have finished.",
      },
      { "Retry-After": "2" },
    ),
  "403-key": () => named(403, `Key limit exceeded (total limit). Manage it using ${SETTINGS}/keys`),
  "403-budget": () =>
    named(403, "Workspace monthly budget of $500.00 exceeded.", {
      limit_source: "openrouter_workspace_budget",
      scope: "workspace",
      limit_usd: 500,
      spend_usd: 500.42,
      resets_at: "2026-12-01T00:00:00Z",
    }),
  "403-moderation": ({ endpoint, model }) =>
    named(
      403,
      `${model} requires moderation on ${endpoint.provider.name}. Your input was flagged for "violence".`,
      {
        reasons: ["violence"],
        flagged_input: "the flagged part of … the input",
        provider_name: endpoint.provider.name,
        model_slug: model,
      },
    ),
  "403-guardrail": () =>
    named(403, "Request blocked: prompt matched a content filter.", { patterns: ["credit-card"] }),
  "403-management": () => named(403, "Only management keys can perform this operation"),
  "404": ({ model }) =>
    named(404, `No endpoints found for ${model}.`, {
      routing_funnel: [{ step: "Initial Endpoints", endpoint_count: 0 }],
      failed_routing_step: "Initial Endpoints",
    }),
  "408": () => named(408, "Request timed out."),
  "413": () => named(413, "Request body too large."),
  "422": () => named(422, "The request was well-formed but could not be processed."),
  "429-upstream": (where) => crowded(where, {}),
  "429-upstream-hint": (where) => ({
    ...crowded(where, {
      retry_after_seconds: 2,
      retry_after_seconds_raw: 1.204,
      headers: { "Retry-After": "2" },
    }),
    headers: { "Retry-After": "2" },
  }),
  "429-free-day": freeCap("day"),
  "429-free-min": freeCap("min"),
  "500": () => failure(500, "Internal Server Error"),
  "502": fromProvider(502, "upstream connect error or disconnect/reset before headers"),
  "503": ({ model }) =>
    failure(503, "No instances available", {
      named: true,
      availability: {
        code: "temporarily_unavailable",
        retryable: true,
        retry_after: 3,
        requested_models: [model],
        docs_url: "https://openrouter.ai/docs/errors",
      },
      headers: { "Retry-After": "3" },
    }),
  "504": () => named(504, "The provider did not answer in time.", { error_type: "timeout" }),
  "524": () => failure(524, "Request timed out. Please try again later."),
  "529": fromProvider(529, '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}'),
};

/** Every code the `status` fault knows by name; any other number is answered with that status. */
export const STATUS_CODES = Object.keys(BODIES);
