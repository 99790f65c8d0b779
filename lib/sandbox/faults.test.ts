import { chatStreamChunkFromJSON } from "@openrouter/sdk/models";
import { describe, expect, test } from "vitest";
import { createSandbox } from "./sandbox";
import { STATUS_CODES } from "./status-fault";
import { ask, bodyOf, events, get } from "./testing";

const fresh = () => createSandbox({ seed: 1, speed: 0, generationDelayMs: 0 });
const body = { model: "cohere/command-a" };

/** A stream under a fault: its text, its events, and what it cost. */
async function struck(fault: string, more: Record<string, unknown> = {}) {
  const sandbox = fresh();
  const response = await ask(sandbox, { ...body, stream: true, ...more }, { fault });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const text = new TextDecoder().decode(bytes);
  return {
    sandbox,
    response,
    bytes,
    text,
    events: events(text),
    cost: Number(sandbox.bill()[0]?.cost ?? "0"),
    lines: sandbox.bill().length,
  };
}

test.each(STATUS_CODES)("status %s is answered in OpenRouter's envelope and costs nothing", async (code) => {
  const sandbox = fresh();
  const response = await ask(sandbox, body, { fault: `status;code=${code}` });
  expect(response.status).toBe(Number.parseInt(code, 10));
  expect(await bodyOf(response)).toMatchObject({
    error: { code: response.status, message: expect.any(String) },
  });
  expect(response.headers.get("x-generation-id")).toMatch(/^gen-\d+-\w{20}$/);
  expect(sandbox.bill()).toEqual([]);
});

describe("a stream that goes wrong", () => {
  const cases: [fault: string, last: object | string, free: boolean][] = [
    ["stream-error-a;after=3", { error: { code: 502 }, choices: [{ finish_reason: "error" }] }, true],
    ["stream-error-b;after=0", { error: { code: 502 }, choices: [], model: "" }, true],
    ["stream-error-c;after=3", "[DONE]", false],
    ["stream-error-d;after=3", { error: { code: "server_error" } }, true],
    ["stream-error-e;after=3", { choices: [{ finish_reason: "error", error: { code: 502 } }] }, true],
    ["stream-error-f;after=3", { choices: [{ finish_reason: null }] }, false],
  ];
  test.each(cases)("%s", async (fault, last, free) => {
    const result = await struck(fault);
    expect(result.response.status).toBe(200);
    if (typeof last === "string") expect(result.events.at(-1)).toBe(last);
    else expect(result.events.at(-1)).toMatchObject(last);
    expect(result.cost === 0).toBe(free);
    expect(result.lines).toBe(1);
  });
});

test.each(["stream-error-a;after=3", "stream-error-b;after=0"])(
  "OpenRouter's library reads the error of %s",
  async (fault) => {
    const { events } = await struck(fault);
    expect(chatStreamChunkFromJSON(JSON.stringify(events.at(-1)))).toMatchObject({
      ok: true,
      value: { error: { code: 502, metadata: { errorType: "provider_unavailable" } } },
    });
  },
);

test("usage goes missing in every known way, while the bill stays", async () => {
  const honest = await struck("");
  const [none, nulled, costless, choiceless] = [
    await struck("no-usage"),
    await struck("usage-null"),
    await struck("cost-null"),
    await struck("usage-empty-choices"),
  ];
  expect(none.events.some((chunk) => chunk.usage !== undefined)).toBe(false);
  expect(nulled.events.at(-2).usage).toBeNull();
  expect(costless.events.at(-2).usage).toMatchObject({ cost: null, prompt_tokens: expect.any(Number) });
  expect(choiceless.events.at(-2)).toMatchObject({ choices: [], usage: { cost: expect.any(Number) } });
  expect([none, nulled, costless, choiceless].map(({ cost }) => cost)).toEqual(Array(4).fill(honest.cost));
});

test("ends without [DONE], in the middle of JSON, of a chunk, of a character", async () => {
  expect((await struck("no-done")).text).not.toContain("[DONE]");
  expect((await struck("half-json")).text).not.toMatch(/\n\n$/);
  expect((await struck("cut;at=777")).bytes).toHaveLength(777);
  expect((await struck("cut-in-char")).text).toMatch(/\uFFFD$/);
});

test("garbage, huge lines, comments and drift surround a true answer", async () => {
  const honest = await struck("");
  expect((await struck("garbage")).text).toContain("{not json at all");
  expect((await struck("huge-line;bytes=500000")).text.length).toBeGreaterThan(500_000);
  const drift = await struck("drift");
  expect(drift.events.at(-2)).toMatchObject({
    service_tier: "hyperdrive",
    usage: { prompt_tokens_details: null },
  });
  expect(drift.cost).toBe(honest.cost);
});

test("an empty stream and bodies that are none", async () => {
  expect(await struck("empty")).toMatchObject({ text: "", cost: 0 });
  expect((await struck("html")).response.status).toBe(502);
  expect((await struck("html-200")).text).toContain("<!DOCTYPE html>");
  expect(JSON.parse((await struck("error-200")).text).error.code).toBe(502);
});

test("connections break before and within an answer", async () => {
  await expect(ask(fresh(), body, { fault: "reset" })).rejects.toThrow("hang up");
  await expect(struck("reset;after=4")).rejects.toThrow("hang up");
});

test.each(["hang", "stall;after=2", "comments"])("%s lasts until the client leaves", async (fault) => {
  const leaving = new AbortController();
  const sandbox = createSandbox({ speed: 0 });
  const asking = ask(sandbox, { ...body, stream: true }, { fault, signal: leaving.signal }).then((response) =>
    response.text(),
  );
  setTimeout(() => leaving.abort(), 20);
  await expect(asking).rejects.toMatchObject({ name: "AbortError" });
  expect(sandbox.bill().every(({ cancelled }) => cancelled)).toBe(true);
});

test("the default of who pays can be overridden", async () => {
  const honest = await struck("");
  expect((await struck("stream-error-a;after=3;billed=full")).cost).toBe(honest.cost);
  expect((await struck("stream-error-f;after=3;billed=none")).cost).toBe(0);
  // The provider did its work, and the client never learns even the id.
  expect((await struck("html;billed=full")).cost).toBe(honest.cost);
  expect((await struck("html")).lines).toBe(0);
});

test("a rule strikes its model so many times, and other routes by path", async () => {
  const sandbox = fresh();
  sandbox.setFault({ fault: "status", model: body.model, times: 2, params: { code: "500" } });
  sandbox.setFault({ fault: "status", path: "/generation", times: 1, params: { code: "429-upstream" } });
  expect((await ask(sandbox, { model: "openai/gpt-4o" })).status).toBe(200);
  expect([
    (await ask(sandbox, body)).status,
    (await ask(sandbox, body)).status,
    (await ask(sandbox, body)).status,
  ]).toEqual([500, 500, 200]);
  const { id } = sandbox.bill()[0] ?? {};
  expect([
    (await get(sandbox, `/generation?id=${id}`)).status,
    (await get(sandbox, `/generation?id=${id}`)).status,
  ]).toEqual([429, 200]);
  sandbox.setFault({ fault: "status" });
  sandbox.clearFaults();
  expect((await ask(sandbox, body)).status).toBe(200);
});
