import { chatStreamChunkFromJSON } from "@openrouter/sdk/models";
import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import { AppError, describeFailure, ERROR_CODES, ERRORS, type ErrorDetails } from "@/lib/core/errors";
import { createCompletionReader, EMPTY } from "./completion";
import { formatError, formatFailure } from "./gateway-error";

const failureOf = (code: (typeof ERROR_CODES)[number], details: ErrorDetails = {}) =>
  describeFailure(new AppError(code, details));

test.each(ERROR_CODES)("%s has its status, its sentence and its own name", (code) => {
  const { error } = formatError(failureOf(code));
  expect(error.code).toBe(ERRORS[code].status);
  expect(error.message).toBe(ERRORS[code].message);
  const metadata = { patchbay_code: code, failed_by: ERRORS[code].by };
  expect(error.metadata).toEqual({ error_type: expect.any(String), ...metadata });
});

test.each([
  ["invalid_request", "invalid_request"],
  ["unknown_model", "invalid_request"],
  ["invalid_key", "authentication"],
  ["insufficient_credits", "payment_required"],
  ["moderated", "permission_denied"],
  ["no_endpoints", "not_found"],
  ["request_running", "invalid_request"],
  ["too_large", "payload_too_large"],
  ["idempotency_key_reused", "unprocessable"],
  ["provider_rate_limited", "rate_limit_exceeded"],
  ["internal", "server"],
  ["upstream_cut", "provider_unavailable"],
  ["provider_overloaded", "provider_overloaded"],
  ["upstream_stalled", "timeout"],
] as const)("%s is OpenRouter's %s", (code, type) => {
  expect(formatError(failureOf(code)).error.metadata.error_type).toBe(type);
});

test("who failed, what they said and when to come back stand beside it", () => {
  const failure = failureOf("provider_rate_limited", {
    provider: "Acme",
    said: "slow down",
    retryAfter: 1.2,
  });
  expect(formatError(failure)).toEqual({
    error: {
      code: 429,
      message: "The provider is limiting requests. (slow down)",
      metadata: {
        error_type: "rate_limit_exceeded",
        patchbay_code: "provider_rate_limited",
        failed_by: "provider",
        provider_name: "Acme",
        raw: "slow down",
        retry_after_seconds: 2,
      },
    },
  });
});

test("waiting no time is a time", () => {
  expect(formatError(failureOf("too_many_streams", { retryAfter: 0 })).error.metadata).toMatchObject({
    retry_after_seconds: 0,
  });
});

test("the same words are not said twice", () => {
  const { message } = ERRORS.upstream_failed;
  expect(formatError(failureOf("upstream_failed", { said: message })).error.message).toBe(message);
});

test("what is wrong with which field is named", () => {
  const issues = [{ path: "model", message: "must be a model id" }];
  expect(formatError(failureOf("invalid_request", { issues })).error.metadata).toMatchObject({ issues });
});

describe("as the last event of a stream", () => {
  const chunk = formatFailure(failureOf("upstream_stalled"), {
    ...EMPTY,
    upstreamId: "gen-1",
    model: "acme/a",
    provider: "Acme",
  });

  test("it is a chunk that ends in error, also when nothing had come before", () => {
    expect(chunk).toMatchObject({
      id: "gen-1",
      object: "chat.completion.chunk",
      model: "acme/a",
      provider: "Acme",
    });
    expect(chunk.choices).toMatchObject([{ finish_reason: "error", delta: { content: "" } }]);
    expect(formatFailure(failureOf("upstream_stalled"), EMPTY)).not.toHaveProperty("provider");
    expect(formatFailure(failureOf("upstream_stalled"), EMPTY)).toMatchObject({ id: "", model: "" });
  });

  test("our own reader finds the failure and keeps what had come", () => {
    const reader = createCompletionReader();
    reader.feed('data: {"id":"gen-1","choices":[{"delta":{"content":"Half"}}]}\n\n', 0);
    reader.feed(`data: ${JSON.stringify(chunk)}\n\n`, 1);
    const completion = reader.end(2);
    expect(completion.failure).not.toBeNull();
    expect(completion.text).toBe("Half");
    expect(completion.garbled).toBe(0);
  });

  test.each(ERROR_CODES)("OpenRouter's library reads %s", (code) => {
    const read = chatStreamChunkFromJSON(JSON.stringify(formatFailure(failureOf(code), EMPTY)));
    expect(read).toMatchObject({ ok: true, value: { error: { code: ERRORS[code].status } } });
  });

  test("the OpenAI library throws it", async () => {
    const events = `data: {"choices":[{"delta":{"content":"Half"}}]}\n\ndata: ${JSON.stringify(chunk)}\n\n`;
    const client = new OpenAI({
      apiKey: "none",
      baseURL: "http://patchbay.invalid/api/v1",
      fetch: async () => new Response(events, { headers: { "content-type": "text/event-stream" } }),
    });
    const stream = await client.chat.completions.create({ model: "acme/a", messages: [], stream: true });
    let text = "";
    const reading = (async () => {
      for await (const { choices } of stream) text += choices[0]?.delta.content ?? "";
    })();
    await expect(reading).rejects.toMatchObject({
      error: { code: 504, metadata: { patchbay_code: "upstream_stalled" } },
    });
    expect(text).toBe("Half");
  });
});
