import { createOpenRouter } from "@openrouter/ai-sdk-provider";
import { OpenRouter } from "@openrouter/sdk";
import * as errors from "@openrouter/sdk/models/errors";
import { generateText, jsonSchema, streamText, tool } from "ai";
import OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX_KEY } from "./keys";
import { createSandbox } from "./sandbox";
import { serveSandbox } from "./serve.server";

const sandbox = createSandbox({ seed: 1, speed: 0, generationDelayMs: 0, control: true, splitBytes: true });
let server: Awaited<ReturnType<typeof serveSandbox>>;
beforeAll(async () => {
  server = await serveSandbox(sandbox, { port: 0 });
});
afterAll(() => server.close());
beforeEach(() => sandbox.clearFaults());

const base = () => `${server.url}/api/v1`;
const messages = [{ role: "user" as const, content: "Explain tides in two paragraphs" }];
const weather = { type: "object", properties: { city: { type: "string" } }, required: ["city"] } as const;

describe("the OpenAI client", () => {
  const client = (key = SANDBOX_KEY) => new OpenAI({ apiKey: key, baseURL: base(), maxRetries: 0 });
  const model = "openai/gpt-5.4-mini";

  test("completes, streams and lists models", async () => {
    const whole = await client().chat.completions.create({ model, messages });
    expect(whole.choices[0]?.message.content).toContain("tides");
    let text = "";
    let total: number | undefined;
    for await (const chunk of await client().chat.completions.create({ model, messages, stream: true })) {
      text += chunk.choices[0]?.delta.content ?? "";
      total = chunk.usage?.total_tokens ?? total;
    }
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(total).toBe(whole.usage?.total_tokens);
    expect((await client().models.list()).data.length).toBeGreaterThan(90);
  });

  test("calls tools and answers with their results", async () => {
    const question = { role: "user" as const, content: "What is the weather in Lisbon?" };
    const tools = [{ type: "function" as const, function: { name: "get_weather", parameters: weather } }];
    const asked = await client().chat.completions.create({ model, messages: [question], tools });
    const [called] = asked.choices[0]?.message.tool_calls ?? [];
    expect(called).toMatchObject({
      type: "function",
      function: { name: "get_weather", arguments: '{"city":"Lisbon"}' },
    });
    const told = await client().chat.completions.create({
      model,
      tools,
      messages: [
        question,
        asked.choices[0]?.message ?? question,
        { role: "tool", tool_call_id: called?.id ?? "", content: '{"temperature":21}' },
      ],
    });
    expect(told.choices[0]?.message.content).toContain("21");
  });

  test("gets JSON that fits its schema", async () => {
    const schema = {
      type: "object",
      additionalProperties: false,
      required: ["name", "age", "tags", "mood"],
      properties: {
        name: { type: "string" },
        age: { type: "integer", minimum: 50, maximum: 60 },
        tags: { type: "array", items: { type: "string" }, minItems: 3 },
        mood: { enum: ["calm", "wild"] },
      },
    };
    const answer = await client().chat.completions.create({
      model,
      messages,
      response_format: { type: "json_schema", json_schema: { name: "person", strict: true, schema } },
    });
    expect(JSON.parse(answer.choices[0]?.message.content ?? "")).toEqual({
      name: expect.any(String),
      age: 50,
      tags: [expect.any(String), expect.any(String), expect.any(String)],
      mood: "calm",
    });
  });

  test("throws its own class of error for each status", async () => {
    await expect(client("nonsense").chat.completions.create({ model, messages })).rejects.toBeInstanceOf(
      OpenAI.AuthenticationError,
    );
    await expect(client().chat.completions.create({ model: "no/such", messages })).rejects.toBeInstanceOf(
      OpenAI.BadRequestError,
    );
    const faulty = (fault: string) =>
      client().chat.completions.create(
        { model, messages, stream: true },
        { headers: { "X-Sandbox-Fault": fault } },
      );
    await expect(faulty("status;code=429-upstream")).rejects.toBeInstanceOf(OpenAI.RateLimitError);
    await expect(faulty("status;code=503")).rejects.toBeInstanceOf(OpenAI.InternalServerError);
    await expect(faulty("reset")).rejects.toBeInstanceOf(OpenAI.APIConnectionError);
    const breaking = async () => {
      for await (const _ of await faulty("stream-error-a;after=3"));
    };
    await expect(breaking()).rejects.toThrow("Network connection lost");
  });

  test("an abort cancels the generation at the upstream", async () => {
    const before = sandbox.bill().length;
    const stream = await client().chat.completions.create(
      { model: "cohere/command-a", messages, stream: true },
      { headers: { "X-Sandbox-Fault": "stall;after=4" } },
    );
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
    await expect.poll(() => sandbox.bill().length).toBe(before + 1);
    expect(sandbox.bill().at(-1)).toMatchObject({ cancelled: true, provider: "Cohere" });
  });
});

describe("OpenRouter's own client", () => {
  const client = () =>
    new OpenRouter({ apiKey: SANDBOX_KEY, serverURL: base(), retryConfig: { strategy: "none" } });
  const model = "anthropic/claude-sonnet-5";

  test("accepts catalogue, key, credits, providers and a generation", async () => {
    const { result } = await client().models.list();
    expect(result.data.length).toBeGreaterThan(90);
    expect((await client().models.count()).data.count).toBe(result.data.length);
    expect(
      (await client().endpoints.list({ author: "openai", slug: "gpt-oss-120b" })).data.endpoints.length,
    ).toBeGreaterThan(3);
    expect((await client().providers.list()).data.length).toBeGreaterThan(40);
    expect((await client().apiKeys.getCurrentKeyMetadata()).data.label).toContain("...");
    expect((await client().credits.getCredits()).data.totalCredits).toBe(1000);
    const answer = await client().chat.send({ chatRequest: { model, messages } });
    const id = "id" in answer ? answer.id : "";
    expect((await client().generations.getGeneration({ id })).data).toMatchObject({
      id,
      model: "anthropic/claude-sonnet-5-20260630",
      totalCost: expect.any(Number),
    });
  });

  test("streams reasoning, then text, then usage", async () => {
    const kinds = new Set<string>();
    let cost: number | null | undefined;
    const stream = await client().chat.send({
      chatRequest: { model, messages, stream: true, reasoning: { effort: "low" } },
    });
    for await (const chunk of stream as AsyncIterable<{
      choices: { delta: { content?: string | null; reasoning?: string | null } }[];
      usage?: { cost?: number | null };
    }>) {
      if (chunk.choices[0]?.delta.reasoning) kinds.add("reasoning");
      if (chunk.choices[0]?.delta.content) kinds.add("text");
      if (chunk.usage) cost = chunk.usage.cost;
    }
    expect([...kinds]).toEqual(["reasoning", "text"]);
    expect(cost).toBeCloseTo(Number(sandbox.bill().at(-1)?.cost), 12);
  });

  test("knows the refusals by their classes", async () => {
    const refused = (code: string) => {
      sandbox.clearFaults();
      sandbox.setFault({ fault: "status", params: { code } });
      return client().chat.send({ chatRequest: { model, messages } });
    };
    await expect(refused("402-balance")).rejects.toBeInstanceOf(errors.PaymentRequiredResponseError);
    await expect(refused("429-free-day")).rejects.toBeInstanceOf(errors.TooManyRequestsResponseError);
    await expect(refused("404")).rejects.toBeInstanceOf(errors.NotFoundResponseError);
    await expect(refused("529")).rejects.toBeInstanceOf(errors.ProviderOverloadedResponseError);
  });
});

describe("the AI SDK's provider", () => {
  const provider = () => createOpenRouter({ apiKey: SANDBOX_KEY, baseURL: base() });

  test("generates, with tools between", async () => {
    const { text, steps } = await generateText({
      model: provider().chat("google/gemini-3.5-flash"),
      prompt: "What is the weather in Oslo?",
      tools: {
        weather: tool({
          description: "Weather of a city",
          inputSchema: jsonSchema<{ city: string }>(weather),
          execute: async ({ city }) => ({ city, temperature: 3 }),
        }),
      },
      stopWhen: ({ steps: done }) => done.length >= 2,
    });
    expect(steps[0]?.toolCalls[0]).toMatchObject({ toolName: "weather", input: { city: "Oslo" } });
    expect(text).toContain("3");
  });

  test("streams text and reports usage", async () => {
    const { textStream, usage, providerMetadata } = streamText({
      model: provider().chat("deepseek/deepseek-v4-pro", { usage: { include: true } }),
      prompt: "Write a haiku about rain",
    });
    let text = "";
    for await (const part of textStream) text += part;
    expect(text.split("\n")).toHaveLength(3);
    expect((await usage).outputTokens).toBeGreaterThan(5);
    expect(JSON.stringify(await providerMetadata)).toContain('"cost"');
  });

  test("shows an error in the stream as one", async () => {
    const seen: unknown[] = [];
    const { fullStream } = streamText({
      model: provider().chat("openai/gpt-4o"),
      prompt: "Hello there, explain",
      headers: { "X-Sandbox-Fault": "stream-error-b;after=2" },
      maxRetries: 0,
      onError: ({ error }) => void seen.push(error),
    });
    for await (const _ of fullStream);
    expect(seen).toHaveLength(1);
  });
});
