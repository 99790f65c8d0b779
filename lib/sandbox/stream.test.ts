import { expect, test } from "vitest";
import { createSandbox } from "./sandbox";
import { ask, bodyOf, events, get } from "./testing";

const sandbox = createSandbox({ seed: 1, speed: 0 });
const streamed = async (body: Record<string, unknown>) =>
  (await ask(sandbox, { stream: true, ...body })).text();

test("finish chunk, usage chunk that repeats it, then [DONE]", async () => {
  const response = await ask(sandbox, { stream: true });
  const text = await response.text();
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  expect(text).not.toContain("\r");
  const chunks = events(text);
  expect(chunks.at(-1)).toBe("[DONE]");
  const [finish, usage] = chunks.slice(-3, -1);
  expect(finish.usage).toBeUndefined();
  expect([finish, usage].map((chunk) => chunk.choices[0].finish_reason)).toEqual(["stop", "stop"]);
  expect(usage.usage.total_tokens).toBe(usage.usage.prompt_tokens + usage.usage.completion_tokens);
  expect(new Set(chunks.slice(0, -1).map((chunk) => chunk.id))).toEqual(
    new Set([response.headers.get("x-generation-id")]),
  );
  for (const chunk of chunks.slice(0, -1))
    expect(chunk.choices[0].delta).toMatchObject({ role: "assistant", content: expect.any(String) });
});

test("slow models comment while one waits", async () => {
  expect(await streamed({ model: "openai/o3" })).toMatch(/^(?:: OPENROUTER PROCESSING\n\n){5}/);
  expect(await streamed({ model: "openai/gpt-4o" })).toMatch(/^data: /);
});

test("the same request gives the same answer, streamed or whole", async () => {
  const whole = await bodyOf(ask(sandbox, {}));
  const text = events(await streamed({}))
    .slice(0, -1)
    .map((chunk) => chunk.choices[0].delta.content)
    .join("");
  expect(text).toBe(whole.choices[0].message.content);
  expect(text).toBe((await bodyOf(ask(createSandbox({ seed: 1, speed: 0 }), {}))).choices[0].message.content);
});

test("Anthropic's signature arrives alone, with the index of what it signs", async () => {
  const chunks = events(await streamed({ model: "anthropic/claude-opus-5", reasoning: { effort: "low" } }));
  const details = chunks.flatMap((chunk) => chunk.choices?.[0].delta.reasoning_details ?? []);
  expect(details.filter(({ signature }) => signature !== undefined)).toEqual([
    { type: "reasoning.text", signature: expect.any(String), format: "anthropic-claude-v1", index: 0 },
  ]);
});

test("hidden reasoning is not shown and still billed", async () => {
  const { choices, usage } = await bodyOf(
    ask(sandbox, { model: "anthropic/claude-opus-5", reasoning: { effort: "high", exclude: true } }),
  );
  expect(choices[0].message.reasoning).toBeNull();
  expect(usage.completion_tokens_details.reasoning_tokens).toBeGreaterThan(20);
});

test("reasoning can eat the whole cap", async () => {
  const { choices, usage } = await bodyOf(ask(sandbox, { model: "openai/gpt-5", max_tokens: 16 }));
  expect(choices[0]).toMatchObject({ finish_reason: "length", message: { content: "" } });
  expect(usage.completion_tokens).toBe(usage.completion_tokens_details.reasoning_tokens);
  expect(usage.completion_tokens).toBeLessThanOrEqual(16);
});

test("a stop sequence ends the answer before itself", async () => {
  const { choices } = await bodyOf(
    ask(sandbox, { messages: [{ role: "user", content: 'say exactly "one two three"' }], stop: [" three"] }),
  );
  expect(choices[0].message.content).toBe("one two");
});

test("tool calls open with a name and go on with fragments of arguments", async () => {
  const tools = [
    {
      type: "function",
      function: {
        name: "get_weather",
        parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
      },
    },
  ];
  const chunks = events(
    await streamed({ tools, messages: [{ role: "user", content: "What is the weather in Oslo?" }] }),
  );
  const calls = chunks.flatMap((chunk) => chunk.choices?.[0].delta.tool_calls ?? []);
  expect(calls[0]).toMatchObject({
    index: 0,
    type: "function",
    function: { name: "get_weather", arguments: "" },
  });
  expect(calls[1].id).toBeUndefined();
  expect(JSON.parse(calls.map((call) => call.function.arguments).join(""))).toEqual({ city: "Oslo" });
  expect(chunks.at(-2).choices[0].finish_reason).toBe("tool_calls");
});

test("bytes may be cut anywhere", async () => {
  const split = createSandbox({ seed: 1, speed: 0, splitBytes: true });
  const reader = (await ask(split, { stream: true })).body?.getReader();
  const first = await reader?.read();
  expect(first?.value?.length).toBeLessThanOrEqual(40);
});

test("the probabilities of tokens come where they are asked for, by models that tell them", async () => {
  const asked = { logprobs: true, top_logprobs: 3 };
  const told = async (model: string, body: object) =>
    events(await streamed({ model, ...body }))
      .slice(0, -1)
      .flatMap((chunk) => chunk.choices[0].logprobs?.content ?? []);
  const catalog = await get(sandbox, "/models");
  const { data } = (await catalog.json()) as { data: { id: string; supported_parameters: string[] }[] };
  const tells = data.find(({ supported_parameters: all }) => all.includes("logprobs"))?.id ?? "";
  const silent = data.find(
    ({ id, supported_parameters: all }) => !all.includes("logprobs") && id.startsWith("openai/"),
  );
  const tokens = await told(tells, asked);
  expect(tokens.length).toBeGreaterThan(5);
  for (const { token, logprob, top_logprobs } of tokens) {
    expect(logprob).toBeLessThanOrEqual(0);
    expect(top_logprobs).toHaveLength(3);
    expect(top_logprobs[0]).toMatchObject({ token, logprob });
  }
  expect(await told(tells, {})).toEqual([]);
  expect(await told(silent?.id ?? "", asked)).toEqual([]);
});
