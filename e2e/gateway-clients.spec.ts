import { spawn } from "node:child_process";
import { text as readText } from "node:stream/consumers";
import { createOpenRouter } from "@openrouter/ai-sdk-provider";
import { OpenRouter } from "@openrouter/sdk";
import { generateText, Output, streamText, tool } from "ai";
import OpenAI from "openai";
import { z } from "zod";
import { expect } from "./fixtures";
import { createKey, revokeKey, says, test } from "./gateway";

const MODEL = "cohere/command-a";
const TOOLS = "openai/gpt-4o";
const THINKS = "anthropic/claude-sonnet-4.5";
const DRAWS = "google/gemini-2.5-flash-image";
const parameters = {
  type: "object" as const,
  properties: { city: { type: "string" } },
  required: ["city"],
  additionalProperties: false,
};
const weather = {
  type: "function" as const,
  function: { name: "get_weather", description: "The weather in a city", parameters },
};
const forecast = {
  type: "json_schema" as const,
  json_schema: { name: "forecast", strict: true, schema: parameters },
};

/** Fields of OpenRouter that a client of another house passes on without a type. */
const more = (value: unknown): Record<string, unknown> => Object(value);

test.describe("openai", () => {
  const connect = (url: string, apiKey: string) =>
    new OpenAI({ baseURL: `${url}/api/v1`, apiKey, maxRetries: 0 });

  test("streams text, thoughts, tool calls and usage", async ({ patchbay }) => {
    const openai = connect(patchbay.url, (await createKey(patchbay)).key);
    let [said, thought, cost, args] = ["", "", 0, ""];
    const asking = { stream: true as const, messages: says("What is the weather in Paris?") };
    for await (const chunk of await openai.chat.completions.create({
      ...asking,
      model: THINKS,
      ...{ reasoning: { effort: "high" } },
    })) {
      said += chunk.choices[0]?.delta.content ?? "";
      thought += more(chunk.choices[0]?.delta).reasoning ?? "";
      cost += Number(more(chunk.usage).cost ?? 0);
    }
    expect([said.length > 10, thought.length > 10, cost > 0]).toEqual([true, true, true]);
    const calling = { ...asking, model: TOOLS, tools: [weather], tool_choice: "required" as const };
    for await (const chunk of await openai.chat.completions.create(calling))
      args += chunk.choices[0]?.delta.tool_calls?.[0]?.function?.arguments ?? "";
    expect(JSON.parse(args)).toHaveProperty("city");
    const { choices } = await openai.chat.completions
      .stream({ ...asking, model: MODEL })
      .finalChatCompletion();
    expect(choices[0]?.finish_reason).toBe("stop");
  });

  test("gets whole answers, structured ones, tool calls and pictures", async ({ patchbay }) => {
    const openai = connect(patchbay.url, (await createKey(patchbay)).key);
    const whole = await openai.chat.completions.create({ model: MODEL, messages: says("Explain tides") });
    expect(whole.choices[0]?.message.content).toBeTruthy();
    expect(more(whole).provider).toBe("Cohere");
    const typed = await openai.chat.completions.create({
      model: TOOLS,
      messages: says("Berlin"),
      response_format: forecast,
    });
    expect(JSON.parse(typed.choices[0]?.message.content ?? "")).toHaveProperty("city");
    const call = await openai.chat.completions.create({
      model: TOOLS,
      messages: says("Weather in Rome?"),
      tools: [weather],
      tool_choice: "required",
    });
    const made = call.choices[0]?.message.tool_calls?.[0];
    expect(made?.type === "function" && made.function.name).toBe("get_weather");
    const after = [
      ...says("Weather in Rome?"),
      call.choices[0]?.message,
      { role: "tool" as const, tool_call_id: made?.id ?? "", content: "Sunny" },
    ];
    const told = await openai.chat.completions.create({
      model: TOOLS,
      messages: after.filter((one) => one !== undefined),
      tools: [weather],
    });
    expect(told.choices[0]?.message.content).toContain("Sunny");
    const drawn = await openai.chat.completions.create({
      model: DRAWS,
      messages: says("Draw a cat"),
    });
    expect(JSON.stringify(more(drawn.choices[0]?.message).images)).toContain("data:image/png;base64,");
    expect((await openai.models.list()).data.length).toBeGreaterThan(50);
  });

  test("throws its own error for every kind of refusal", async ({ patchbay, sandbox }) => {
    const key = await createKey(patchbay, [MODEL]);
    const openai = connect(patchbay.url, key.key);
    const ask = (stream: boolean) =>
      openai.chat.completions.create({ model: MODEL, messages: says("Hi"), stream });
    const kinds = [
      ["400", OpenAI.BadRequestError],
      ["404", OpenAI.NotFoundError],
      ["403-moderation", OpenAI.PermissionDeniedError],
      ["429-upstream", OpenAI.RateLimitError],
      ["500", OpenAI.InternalServerError],
      ["529", OpenAI.InternalServerError],
    ] as const;
    for (const [code, kind] of kinds) {
      for (const stream of [true, false]) {
        await sandbox.setFault(MODEL, "status", { code }, 1);
        await expect(ask(stream)).rejects.toBeInstanceOf(kind);
      }
    }
    for (const fault of ["stream-error-a", "stream-error-f", "reset"]) {
      await sandbox.setFault(MODEL, fault, { after: 3 }, 1);
      const asked = async () => {
        let said = "";
        const stream = await openai.chat.completions.create({
          model: MODEL,
          messages: says("Explain tides"),
          stream: true,
        });
        for await (const chunk of stream) said += chunk.choices[0]?.delta.content ?? "";
        return said;
      };
      await expect(asked()).rejects.toBeInstanceOf(OpenAI.APIError);
    }
    const other = openai.chat.completions.create({ model: TOOLS, messages: says("Hi") });
    await expect(other).rejects.toBeInstanceOf(OpenAI.PermissionDeniedError);
    // At once where it is revoked, within a second elsewhere.
    patchbay.pin(0);
    await revokeKey(patchbay, key.id);
    await expect(ask(false)).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
  });
});

test("@openrouter/sdk streams, answers, lists, and knows its key and records", async ({
  patchbay,
  sandbox,
}) => {
  const { key: apiKey } = await createKey(patchbay);
  const openrouter = new OpenRouter({
    serverURL: `${patchbay.url}/api/v1`,
    apiKey,
    retryConfig: { strategy: "none" },
  });
  const messages = says("Explain tides");
  const stream = await openrouter.chat.send({ chatRequest: { model: MODEL, messages, stream: true } });
  let [said, id] = ["", ""];
  if (!(Symbol.asyncIterator in stream)) throw new Error("no stream");
  for await (const chunk of stream) {
    said += chunk.choices[0]?.delta.content ?? "";
    id = chunk.id;
  }
  expect(said.length).toBeGreaterThan(20);
  // An error within a stream is a chunk to it, from OpenRouter and from Patchbay.
  for (const fault of ["stream-error-a", "stream-error-f", "reset"]) {
    await sandbox.setFault(MODEL, fault, { after: 3 }, 1);
    const broken = await openrouter.chat.send({ chatRequest: { model: MODEL, messages, stream: true } });
    if (!(Symbol.asyncIterator in broken)) throw new Error("no stream");
    let code: number | undefined;
    for await (const chunk of broken) code = chunk.error?.code;
    expect([fault, code]).toEqual([fault, 502]);
  }
  const whole = await openrouter.chat.send({
    chatRequest: { model: TOOLS, messages, responseFormat: { type: "json_object" } },
  });
  expect("choices" in whole && whole.choices[0]?.message.content).toBeTruthy();
  expect((await openrouter.models.list()).result.data.length).toBeGreaterThan(50);
  const { data: endpoints } = await openrouter.endpoints.list({ author: "cohere", slug: "command-a" });
  expect(endpoints.id).toBe(MODEL);
  await expect
    .poll(async () => (await openrouter.generations.getGeneration({ id }).catch(() => null))?.data.id)
    .toBe(id);
  const { data: facts } = await openrouter.apiKeys.getCurrentKeyMetadata();
  expect(facts.usage).toBeGreaterThan(0);
  await sandbox.setFault(MODEL, "status", { code: "402-balance" }, 1);
  await expect(openrouter.chat.send({ chatRequest: { model: MODEL, messages } })).rejects.toMatchObject({
    statusCode: 402,
  });
});

test("ai with @openrouter/ai-sdk-provider streams, calls tools and fills in schemas", async ({
  patchbay,
  sandbox,
}) => {
  const { key: apiKey } = await createKey(patchbay);
  const openrouter = createOpenRouter({ baseURL: `${patchbay.url}/api/v1`, apiKey, compatibility: "strict" });
  const options = { model: openrouter(MODEL), prompt: "Explain tides", maxRetries: 0 };
  const { textStream, usage } = streamText(options);
  let said = "";
  for await (const text of textStream) said += text;
  expect(said.length).toBeGreaterThan(20);
  expect((await usage).outputTokens).toBeGreaterThan(0);
  const inputSchema = z.object({ city: z.string() });
  const called = await generateText({
    model: openrouter(TOOLS),
    prompt: "What is the weather in Oslo?",
    tools: { get_weather: tool({ description: "The weather in a city", inputSchema }) },
    toolChoice: "required",
    maxRetries: 0,
  });
  expect(called.toolCalls[0]?.toolName).toBe("get_weather");
  const filled = await generateText({
    model: openrouter(TOOLS),
    prompt: "Oslo",
    output: Output.object({ schema: inputSchema }),
    maxRetries: 0,
  });
  expect(filled.output).toHaveProperty("city");
  for (const [fault, params] of [
    ["stream-error-a", { after: 3 }],
    ["stream-error-f", { after: 3 }],
  ] as const) {
    await sandbox.setFault(MODEL, fault, params, 1);
    const errors: unknown[] = [];
    const broken = streamText({ ...options, onError: ({ error }) => void errors.push(error) });
    for await (const _part of broken.fullStream);
    expect([fault, errors.length]).toEqual([fault, 1]);
  }
  await sandbox.setFault(MODEL, "status", { code: "429-upstream" }, 1);
  await expect(generateText(options)).rejects.toMatchObject({ statusCode: 429 });
});

test("curl streams events and prints errors", async ({ patchbay, sandbox }) => {
  const { key } = await createKey(patchbay);
  const curl = async (body: object) => {
    const url = `${patchbay.url}/api/v1/chat/completions`;
    const headers = ["-H", `Authorization: Bearer ${key}`, "-H", "Content-Type: application/json"];
    const child = spawn("curl", ["-sSN", "--max-time", "20", url, ...headers, "-d", JSON.stringify(body)]);
    return readText(child.stdout);
  };
  const body = { model: MODEL, stream: true, messages: says("Explain tides") };
  expect(await curl(body)).toMatch(/^(: OPENROUTER PROCESSING\n\n)*data: \{[\s\S]+\ndata: \[DONE\]\n\n$/);
  expect(JSON.parse(await curl({ ...body, stream: false })).choices[0].message.role).toBe("assistant");
  await sandbox.setFault(MODEL, "status", { code: "404" }, 1);
  expect(JSON.parse(await curl(body)).error.code).toBe(404);
});
