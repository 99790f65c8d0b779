import { expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import { parseExact } from "./json";
import { readStats } from "./stats";

/** A stopped stream's record: real figures come although no finish reason ever will. */
const CANCELLED = `{"data":{"id":"gen-1","upstream_id":"up-1","request_id":"req-1","created_at":"2026-02-03T04:05:06.789Z",
  "model":"acme/demo-20260101","api_type":"completions","streamed":true,"cancelled":true,"finish_reason":null,
  "native_finish_reason":null,"latency":1016,"generation_time":2940,"tokens_prompt":65,"native_tokens_prompt":64,
  "tokens_completion":116,"native_tokens_completion":98,"native_tokens_reasoning":12,"native_tokens_cached":0,
  "total_cost":0.00003452,"usage":0.00003452,"upstream_inference_cost":0,"is_byok":false,"provider_name":"Acme",
  "external_user":"someone@example.com","user_agent":"Patchbay","http_referer":"https://internal.example","app_id":7,
  "origin":"https://internal.example","workspace_id":"ws-1","creator_user_id":"user_2abcDEFgh",
  "provider_responses":[{"provider_name":"First","model_permaslug":"acme/demo-20260101","status":502,"latency":80},
    {"provider_name":"Acme","status":200,"is_byok":false},null,"x"]}}`;

test("reads the cost, the billed counts and every attempt", () => {
  const stats = readStats(parseExact(CANCELLED));
  expect(stats).toMatchObject({
    cost: parseUsd("0.00003452"),
    upstreamCost: null,
    isByok: false,
    provider: "Acme",
    model: "acme/demo-20260101",
    promptTokens: 64,
    completionTokens: 98,
    reasoningTokens: 12,
    cachedTokens: 0,
    latencyMs: 1016,
    finishReason: null,
    attempts: [
      { provider: "First", model: "acme/demo-20260101", status: 502, latencyMs: 80 },
      { provider: "Acme", model: null, status: 200, latencyMs: null },
    ],
  });
});

test("keeps the record without whoever it belongs to, amounts as they were written", () => {
  const record = readStats(parseExact(CANCELLED))?.record ?? {};
  expect(record).toMatchObject({ id: "gen-1", cancelled: true, total_cost: "0.00003452" });
  expect(JSON.stringify(record)).not.toMatch(/example|user_2abc|ws-1|app_id|user_agent/);
});

test("a zero is a price; no believable cost is no record", () => {
  const cost = (data: unknown) => readStats({ data })?.cost ?? null;
  expect(cost({ total_cost: 0 })).toBe(0n);
  expect(cost({ usage: "0.5" })).toBe(parseUsd("0.5"));
  expect(cost({ total_cost: null, usage: 0.25 })).toBe(parseUsd("0.25"));
  for (const data of [
    null,
    undefined,
    [],
    "x",
    {},
    { total_cost: null },
    { total_cost: "free" },
    { total_cost: -1 },
  ])
    expect(cost(data)).toBeNull();
  for (const body of [null, "<html>", [], { error: { code: 404 } }]) expect(readStats(body)).toBeNull();
});

test("normalised counts stand in only where the billed ones are missing", () => {
  expect(
    readStats({ data: { total_cost: 0, tokens_prompt: 5, native_tokens_prompt: 0 } })?.promptTokens,
  ).toBe(0);
  expect(
    readStats({ data: { total_cost: 0, tokens_prompt: 5, native_tokens_prompt: null } })?.promptTokens,
  ).toBe(5);
});

test("the provider's own bill counts on the team's own key", () => {
  const data = { total_cost: 0.01, upstream_inference_cost: 0.2, is_byok: true };
  expect(readStats({ data })?.upstreamCost).toBe(parseUsd("0.2"));
});

test("whatever stands in it can be stored", () => {
  let deep: unknown = "end";
  for (let depth = 0; depth < 20_000; depth++) deep = [deep];
  const stats = readStats({
    data: {
      total_cost: 0,
      provider_name: "A\0",
      model: "\ud800",
      finish_reason: "x".repeat(10_000),
      latency: 1e12,
      router: `${"a".repeat(499)}🙂`,
      session_id: "sk-or-v1-0123456789abcdef",
      provider_responses: [{ "bad\0key\udc00": "\0", provider_name: "B\0", latency: 1e12 }, { deep }],
    },
  });
  const text = JSON.stringify(stats, (_, value) => (typeof value === "bigint" ? String(value) : value));
  expect(text).not.toMatch(/\\u0000|\\ud[89a-f]|0123456789abcdef/);
  expect(stats).toMatchObject({ provider: "A�", model: "�", latencyMs: null });
  expect(stats?.finishReason?.length).toBeLessThan(1_000);
});
