import { describe, expect, test } from "vitest";
import { describeFailure, type ErrorCode } from "@/lib/core/errors";
import { WireFailure } from "@/lib/core/wire";
import { readFailure } from "./failure";

type Case = [what: string, status: number, error: Record<string, unknown> | null, code: ErrorCode];

const said = (message: string, metadata?: Record<string, unknown>, more?: Record<string, unknown>) => ({
  message,
  ...(metadata && { metadata }),
  ...more,
});
const available = (code: string) => ({ availability: { code, retryable: false, requested_models: [] } });
const PROVIDER = { provider_name: "Acme", raw: "no" };
const NOBODY = { provider_name: null };
const RETURNED = "Provider returned error";

const CASES: Case[] = [
  ["unknown model", 400, said("acme/nope is not a valid model ID"), "unknown_model"],
  ["unknown model, by availability", 400, said("?", {}, available("model_not_found")), "unknown_model"],
  ["no input", 400, said('Input required: specify "prompt" or "messages"'), "upstream_rejected"],
  ["not JSON", 400, said("Input must have at least 1 token.", NOBODY), "upstream_rejected"],
  [
    "too long",
    400,
    said(
      "This endpoint's maximum context length is 8192 tokens. However, you requested about 9000 tokens",
      NOBODY,
    ),
    "context_too_long",
  ],
  [
    "too long, by type",
    400,
    said("?", { error_type: "context_length_exceeded", ...PROVIDER }),
    "context_too_long",
  ],
  ["text too long", 400, said("?", { error_type: "string_too_long" }), "context_too_long"],
  ["token limit", 400, said("Token limit reached"), "context_too_long"],
  ["too many models", 400, said("'models' array must have 3 items or fewer."), "upstream_rejected"],
  ["mandatory reasoning", 400, said("Reasoning is mandatory for this endpoint", NOBODY), "upstream_rejected"],
  ["provider rejected", 400, said(RETURNED, PROVIDER), "provider_rejected"],
  ["semantically invalid", 422, said("Unprocessable"), "upstream_rejected"],
  ["semantically invalid at the provider", 422, said(RETURNED, PROVIDER), "provider_rejected"],
  ["key", 401, said("User not found."), "upstream_key"],
  [
    "balance",
    402,
    said("Insufficient credits.", { limit_source: "openrouter_credits" }),
    "insufficient_credits",
  ],
  [
    "more credits or fewer tokens",
    402,
    said("This request requires more credits", NOBODY),
    "insufficient_credits",
  ],
  [
    "key limit as 402",
    402,
    said("This request requires more credits", { limit_source: "openrouter_key_limit" }),
    "key_limit",
  ],
  [
    "in flight",
    402,
    said("In-flight", {
      reason: "in_flight_budget_exhausted",
      limit_source: "openrouter_in_flight_budget",
    }),
    "in_flight_budget",
  ],
  [
    "heavier than the balance",
    402,
    said("?", { reason: "weight_exceeds_budget", limit_source: "openrouter_credits" }),
    "insufficient_credits",
  ],
  ["key limit, older words", 403, said("Key limit exceeded (total limit). Manage it"), "key_limit"],
  ["budget, newer words", 403, said("Budget limit exceeded"), "key_limit"],
  ["workspace budget", 403, said("?", { limit_source: "openrouter_workspace_budget" }), "key_limit"],
  ["guardrail budget", 403, said("?", { limit_source: "openrouter_guardrail_budget" }), "key_limit"],
  ["moderation", 403, said("Flagged", { reasons: ["violence"], provider_name: "OpenAI" }), "moderated"],
  ["guardrail filter", 403, said("Request blocked: x", { patterns: ["a"] }), "moderated"],
  ["wrong kind of key", 403, said("Only management keys can perform this operation"), "upstream_forbidden"],
  ["region", 403, said("Not here", {}, available("region_restricted")), "upstream_forbidden"],
  ["no tools", 404, said("No endpoints found that support tool use."), "no_endpoints"],
  ["privacy", 404, said("?", {}, available("privacy_restricted")), "no_endpoints"],
  ["no such generation", 404, said("Generation gen-1 not found"), "no_endpoints"],
  ["method", 405, said("Method not allowed"), "upstream_rejected"],
  ["gone", 410, said("Removed"), "upstream_rejected"],
  ["precondition", 412, said("?", { error_type: "precondition_failed" }), "upstream_rejected"],
  ["too late", 408, said("Request timed out"), "upstream_timeout"],
  ["too large", 413, said("Payload too large"), "request_too_large"],
  [
    "free cap",
    429,
    said("Rate limit exceeded: free-models-per-day. Add 10 credits", {
      limit_source: "openrouter_free_tier_daily",
      ...NOBODY,
    }),
    "free_limit",
  ],
  ["free cap, older", 429, said("Rate limit exceeded: free-models-per-min. "), "free_limit"],
  [
    "shared pool",
    429,
    said(RETURNED, { ...PROVIDER, limit_source: "upstream_provider_shared_pool" }),
    "provider_rate_limited",
  ],
  ["provider limit", 429, said(RETURNED, PROVIDER), "provider_rate_limited"],
  ["all full", 429, said("?", {}, available("capacity_exhausted")), "provider_rate_limited"],
  ["OpenRouter's own limit", 429, said("Rate limit exceeded"), "upstream_rate_limited"],
  ["internal", 500, said("Internal Server Error"), "upstream_failed"],
  ["provider failed", 502, said(RETURNED, PROVIDER), "provider_failed"],
  [
    "provider failed, unnamed",
    502,
    said("Network connection lost.", { error_type: "provider_unavailable" }),
    "provider_failed",
  ],
  ["nobody there", 503, said("?", {}, available("temporarily_unavailable")), "upstream_failed"],
  ["overloaded", 503, said("?", { error_type: "provider_overloaded" }), "provider_overloaded"],
  ["overloaded, named", 503, said(RETURNED, PROVIDER), "provider_overloaded"],
  ["overloaded, by status alone", 529, said(RETURNED), "provider_overloaded"],
  ["gateway timeout", 504, said("?", { error_type: "timeout" }), "upstream_timeout"],
  ["edge timeout", 524, said("Request timed out. Please try again later."), "upstream_timeout"],
  ["edge failure", 522, null, "upstream_failed"],
  ["edge refusal", 403, null, "upstream_forbidden"],
  ["edge limit", 429, null, "upstream_rate_limited"],
];

test.each(CASES)("%s (%i)", (_, status, error, code) => {
  for (const body of error
    ? [{ error }, { error: { ...error, code: status }, user_id: "user_2abcDEFgh" }]
    : [null]) {
    const failure = readFailure({ status, body });
    expect(failure.code).toBe(code);
    expect(failure.details.upstreamStatus).toBe(status);
    expect(failure.details.provider).toBe(error?.metadata ? providerIn(error.metadata) : undefined);
    expect(JSON.stringify(describeFailure(failure))).not.toContain("user_2abc");
    expect(WireFailure.safeParse(describeFailure(failure)).success).toBe(true);
  }
});

const providerIn = (metadata: unknown) =>
  (metadata as { provider_name?: string | null }).provider_name ?? undefined;

test("the code inside a 200 counts, and a code in words does not", () => {
  expect(readFailure({ status: 200, body: { error: { code: 429, message: "Slow" } } }).code).toBe(
    "upstream_rate_limited",
  );
  expect(readFailure({ status: 502, body: { error: { code: "429", message: "Slow" } } }).code).toBe(
    "upstream_rate_limited",
  );
  for (const code of ["server_error", 200, 0, -1, 1e9, null, {}])
    expect(readFailure({ status: 502, body: { error: { code, message: "?" } } }).code).toBe(
      "upstream_failed",
    );
});

test.each([
  ["nothing", undefined],
  ["null", null],
  ["text", "<html>502 Bad Gateway</html>"],
  ["a list", [1]],
  ["an empty object", {}],
  ["an error in words", { error: "boom" }],
  ["an empty error", { error: {} }],
  ["another envelope", { success: false, error: { name: "ZodError", message: '[{"code":"custom"}]' } }],
  [
    "wrong kinds everywhere",
    {
      error: {
        message: 5,
        metadata: { provider_name: 7, raw: {}, reasons: "x", headers: 3, retry_after_seconds: "soon" },
        availability: "no",
      },
    },
  ],
])("a body that is %s still has a name", (_, body) => {
  expect(readFailure({ status: 502, body }).code).toBe("upstream_failed");
  expect(readFailure({ status: 400, body }).code).toBe("upstream_rejected");
});

describe("how long to wait", () => {
  const wait = (error: Record<string, unknown>, retryAfter?: string | null) =>
    readFailure({ status: 429, body: { error }, ...(retryAfter !== undefined && { retryAfter }) }).details
      .retryAfter;

  test("stands in the body, in its headers, in the availability, or in the answer's header", () => {
    expect(wait({ metadata: { retry_after_seconds: 17, headers: { "Retry-After": "1" } } }, "5")).toBe(17);
    expect(wait({ metadata: { headers: { "Retry-After": "1" } } }, "5")).toBe(1);
    expect(wait({ availability: { code: "capacity_exhausted", retry_after: 30 } })).toBe(30);
    expect(wait({ availability: { code: "capacity_exhausted", retry_after: null } }, "5")).toBe(5);
    expect(wait({}, "0")).toBe(0);
  });

  test("is unknown for dates, words, negatives and ages", () => {
    for (const header of ["Wed, 21 Oct 2026 07:28:00 GMT", "soon", "-1", "", "604801", "1e99", null])
      expect(wait({}, header)).toBeUndefined();
  });
});
