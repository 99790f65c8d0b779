import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import { EMPTY } from "@/lib/chat/completion";
import { createWatch } from "@/lib/chat/watch";
import { AppError, describeFailure, ERROR_CODES } from "@/lib/core/errors";
import { COMPLETIONS, DIALECTS, MESSAGES, RESPONSES } from "./dialects";
import { completionsStream, messagesStream, responsesStream } from "./testing";

const CUT = describeFailure(new AppError("upstream_cut", { provider: "Acme" }));

/** A library of OpenAI's in front of a stream that was cut and ends as we end it. */
const clientFor = (events: string) =>
  new OpenAI({
    apiKey: "none",
    baseURL: "http://patchbay.invalid/api/v1",
    maxRetries: 0,
    fetch: async () => new Response(events, { headers: { "content-type": "text/event-stream" } }),
  });
/** All up to the bill. */
const begun = (stream: string) => {
  const events = stream.split("\n\n");
  return `${events
    .slice(
      0,
      events.findIndex((event) => event.includes('"cost":0.007')),
    )
    .join("\n\n")}\n\n`;
};
async function drain(stream: AsyncIterable<unknown>): Promise<number> {
  let events = 0;
  for await (const _ of stream) events += 1;
  return events;
}

describe("the last event of a stream that broke off", () => {
  test("is thrown by the OpenAI library, also where the API has an event for it", async () => {
    const thrown = { error: { code: 502, metadata: { patchbay_code: "upstream_cut" } } };
    const response = begun(responsesStream()) + RESPONSES.formatCut(CUT, EMPTY);
    const responding = await clientFor(response).responses.create({
      model: "acme/a",
      input: "Hi",
      stream: true,
    });
    await expect(drain(responding)).rejects.toMatchObject(thrown);
    const text = begun(completionsStream()) + COMPLETIONS.formatCut(CUT, EMPTY);
    const continuing = await clientFor(text).completions.create({
      model: "acme/a",
      prompt: "Hi",
      stream: true,
    });
    await expect(drain(continuing)).rejects.toMatchObject(thrown);
  });

  test("is an error event of Anthropic's", () => {
    expect(MESSAGES.formatCut(CUT, EMPTY)).toMatch(/^event: error\ndata: \{.*\}\n\n$/);
    expect(JSON.parse(MESSAGES.formatCut(CUT, EMPTY).split("data: ")[1] ?? "")).toMatchObject({
      type: "error",
      error: { type: "api_error", message: CUT.message, metadata: { patchbay_code: "upstream_cut" } },
    });
  });

  test.each([
    [RESPONSES, responsesStream],
    [MESSAGES, messagesStream],
    [COMPLETIONS, completionsStream],
  ])("is understood by our own reading: %#", (dialect, stream) => {
    const watch = createWatch(0, "tail", dialect.reading);
    watch.feed(begun(stream()) + dialect.formatCut(CUT, EMPTY), 1);
    expect(watch.end(2)).toMatchObject({ upstreamId: "gen-1", garbled: 0, failure: { said: CUT.message } });
  });
});

test.each(ERROR_CODES)("%s is an error to the clients of every API", (code) => {
  const failure = describeFailure(new AppError(code));
  for (const { formatError } of DIALECTS)
    expect(formatError(failure)).toMatchObject({
      error: { message: failure.message, metadata: { patchbay_code: code } },
    });
});

test.each(DIALECTS)(
  "$path: a refusal names the budget, what of it is spent, held and left, and when it resets",
  ({ formatError }) => {
    const budget = {
      ...{ id: "1", scope: { type: "key", id: "2", name: "nightly" }, period: "monthly", limit: "1" },
      ...{ spent: "0.62", held: "0.3", left: "0.08", needed: "0.1", resetsAt: "2026-11-30T23:00:00.000Z" },
    };
    const failure = describeFailure(new AppError("budget_exceeded", { budget }));
    expect(formatError(failure)).toMatchObject({ error: { metadata: { failed_by: "patchbay", budget } } });
  },
);

test.each([
  ["invalid_request", "invalid_request_error"],
  ["invalid_key", "authentication_error"],
  ["insufficient_credits", "billing_error"],
  ["model_not_allowed", "permission_error"],
  ["unknown_route", "not_found_error"],
  ["too_large", "request_too_large"],
  ["too_many_streams", "rate_limit_error"],
  ["provider_overloaded", "overloaded_error"],
  ["upstream_timeout", "timeout_error"],
  ["internal", "api_error"],
] as const)("%s is Anthropic's %s", (code, type) => {
  expect(MESSAGES.formatError(describeFailure(new AppError(code)))).toMatchObject({
    type: "error",
    error: { type },
  });
});
