import OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX_KEY } from "@/lib/sandbox/keys";
import { createSandbox } from "@/lib/sandbox/sandbox";
import { serveSandbox } from "@/lib/sandbox/serve.server";
import { bodyOf, get } from "@/lib/sandbox/testing";

const sandbox = createSandbox({ seed: 1, speed: 0, generationDelayMs: 0, control: true, splitBytes: true });
let server: Awaited<ReturnType<typeof serveSandbox>>;
beforeAll(async () => {
  server = await serveSandbox(sandbox, { port: 0 });
});
afterAll(() => server.close());
beforeEach(() => sandbox.clearFaults());

const model = "openai/gpt-5.4-mini";
const client = (key = SANDBOX_KEY) =>
  new OpenAI({ apiKey: key, baseURL: `${server.url}/api/v1`, maxRetries: 0 });
const faulty = (fault: string) => ({ headers: { "X-Sandbox-Fault": fault } });
const input = "Explain tides in two paragraphs";
const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
/** Providers ask different prices. */
const fixed = { provider: { only: ["openai"] } };
const costOf = (usage: unknown): number => Number(Object(usage).cost);
/** What was charged last, and what the record says of it. */
const last = async () => {
  const line = sandbox.bill().at(-1) ?? expect.fail("nothing was charged");
  const { data } = await bodyOf(get(sandbox, `/generation?id=${line.id}`));
  return { ...line, data };
};

describe("responses, by the OpenAI client", () => {
  test("come whole and as streams, and say the same and the same bill", async () => {
    const whole = await client().responses.create({ model, input, instructions: "Be kind", ...fixed });
    expect(whole.output_text).toContain("tides");
    expect(whole.id).toMatch(/^gen-\d+-\w{20}$/);
    const stream = client().responses.stream({ model, input, instructions: "Be kind", ...fixed });
    const types = new Set<string>();
    for await (const { type } of stream) types.add(type);
    const final = await stream.finalResponse();
    expect(final.output_text).toBe(whole.output_text);
    expect(final.usage).toEqual(whole.usage);
    expect([...types].at(0)).toBe("response.created");
    expect([...types].at(-1)).toBe("response.completed");
    const { cost, data } = await last();
    expect(costOf(final.usage)).toBeCloseTo(Number(cost), 12);
    expect([data.total_cost, data.native_tokens_prompt]).toEqual([Number(cost), final.usage?.input_tokens]);
  });

  test("think, call tools, take their results and keep to a limit", async () => {
    const tools = [{ type: "function" as const, name: "get_weather", parameters, strict: false }];
    const question = { role: "user" as const, content: "What is the weather in Lisbon?" };
    const stream = client().responses.stream({ model, input: [question], tools });
    const asked = await stream.finalResponse();
    const calls = asked.output.flatMap((item) => (item.type === "function_call" ? [item] : []));
    expect(calls).toMatchObject([{ name: "get_weather", arguments: '{"city":"Lisbon"}' }]);
    const call_id = calls[0]?.call_id ?? "";
    const told = await client().responses.create({
      ...{ model, tools },
      input: [question, ...calls, { type: "function_call_output", call_id, output: '{"temperature":21}' }],
    });
    expect(told.output_text).toContain("21");
    const short = await client().responses.create({
      model: "cohere/command-a",
      input,
      max_output_tokens: 16,
    });
    expect([short.status, short.incomplete_details?.reason]).toEqual(["incomplete", "max_output_tokens"]);
  });

  test("fail as the client knows it", async () => {
    const create = (body: object = {}, fault = "drift") =>
      client().responses.create({ model, input, ...body }, faulty(fault));
    await expect(create({ model: "no/such" })).rejects.toBeInstanceOf(OpenAI.BadRequestError);
    await expect(create({ max_output_tokens: 5.5 })).rejects.toBeInstanceOf(OpenAI.BadRequestError);
    await expect(create({}, "status;code=429-upstream")).rejects.toBeInstanceOf(OpenAI.RateLimitError);
    const failing = await client().responses.create(
      { model, input, stream: true },
      faulty("stream-error-a;after=3"),
    );
    const events = [];
    for await (const event of failing) events.push(event);
    expect(events.at(-1)).toMatchObject({ type: "response.failed", response: { status: "failed" } });
  });

  test("are cancelled by whoever leaves", async () => {
    const before = sandbox.bill().length;
    const stream = await client().responses.create(
      { model: "cohere/command-a", input, stream: true },
      faulty("stall;after=4"),
    );
    for await (const { type } of stream) if (type === "response.output_text.delta") break;
    await expect.poll(() => sandbox.bill().length).toBe(before + 1);
    expect((await last()).cancelled).toBe(true);
  });
});

describe("texts that go on, by the OpenAI client", () => {
  test("come whole and as streams, and say the same and the same bill", async () => {
    const whole = await client().completions.create({ model, prompt: input, ...fixed });
    let text = "";
    let usage: unknown;
    for await (const chunk of await client().completions.create({
      ...{ model, prompt: [input], ...fixed },
      stream: true,
    })) {
      text += chunk.choices[0]?.text ?? "";
      usage = chunk.usage ?? usage;
    }
    expect(text).toBe(whole.choices[0]?.text);
    expect(usage).toEqual(whole.usage);
    expect(costOf(usage)).toBeCloseTo(Number((await last()).cost), 12);
  });

  test("fail as the client knows it", async () => {
    const stream = await client().completions.create(
      { model, prompt: input, stream: true },
      faulty("stream-error-b;after=3"),
    );
    const reading = (async () => {
      for await (const _ of stream);
    })();
    await expect(reading).rejects.toThrow("Network connection lost");
  });
});

describe("vectors, by the OpenAI client", () => {
  const embed = (more: object = {}) =>
    client().embeddings.create({
      model: "openai/text-embedding-3-small",
      input: ["One two", "Three"],
      ...more,
    });

  test("come for each text, in the length that was asked for, and cost what the texts are long", async () => {
    const { data, usage, model: name } = await embed({ dimensions: 32 });
    expect(data.map(({ index, embedding }) => [index, embedding.length])).toEqual([
      [0, 32],
      [1, 32],
    ]);
    expect(Math.hypot(...(data[0]?.embedding ?? []))).toBeCloseTo(1, 5);
    expect(name).toBe("text-embedding-3-small");
    const { id, cost, data: record } = await last();
    expect(id).toMatch(/^gen-emb-\d+-\w{20}$/);
    // Three pieces at $0.02 per million tokens.
    expect([usage.prompt_tokens, cost]).toEqual([3, "0.00000006"]);
    expect(costOf(usage)).toBeCloseTo(6e-8, 15);
    expect(record).toMatchObject({ api_type: "embeddings", total_cost: 6e-8, native_tokens_completion: 0 });
    const again = await embed({ dimensions: 32, encoding_format: "float" });
    expect(again.data[1]?.embedding[0]).toBeCloseTo(data[1]?.embedding[0] ?? 0, 5);
    expect((await embed({ input: [5, 6, 7] })).usage.prompt_tokens).toBe(3);
  });

  test("are made by models that make them, and listed with these", async () => {
    await expect(embed({ model })).rejects.toMatchObject({ status: 400 });
    await expect(embed({ input: [] })).rejects.toMatchObject({ status: 400 });
    const { data } = await bodyOf(get(sandbox, "/embeddings/models"));
    expect(data.map(({ id }: { id: string }) => id)).toContain("openai/text-embedding-3-small");
  });
});

describe("messages", () => {
  const post = (body: object, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/api/v1/messages`, {
      method: "POST",
      headers: { "x-api-key": SANDBOX_KEY, "anthropic-version": "2023-06-01", ...headers },
      body: JSON.stringify({
        ...{
          model: "anthropic/claude-sonnet-4.5",
          max_tokens: 800,
          messages: [{ role: "user", content: input }],
        },
        ...body,
      }),
    });
  const only = { provider: { only: ["anthropic"] } };
  type Event = { name: string; data: ReturnType<typeof JSON.parse> };
  const eventsOf = async (response: Response): Promise<Event[]> =>
    (await response.text()).split("\n\n").flatMap((event) => {
      const [, name = "", data = ""] = /^event: (\S+)\ndata: (.*)$/.exec(event) ?? [];
      return name === "" ? [] : [{ name, data: data === "[DONE]" ? data : JSON.parse(data) }];
    });

  test("come whole and as streams, and say the same and the same bill", async () => {
    const whole = await bodyOf(post({ system: "Be kind", ...only }));
    expect(whole).toMatchObject({ type: "message", role: "assistant", stop_reason: "end_turn" });
    const events = await eventsOf(await post({ system: "Be kind", ...only, stream: true }));
    expect(events[0]).toMatchObject({
      name: "message_start",
      data: { message: { id: expect.stringMatching(/^gen-/) } },
    });
    expect(events.slice(-3).map(({ name }) => name)).toEqual(["message_delta", "message_stop", "data"]);
    expect(events.at(-1)?.data).toBe("[DONE]");
    for (const { name, data } of events.slice(0, -1)) expect(data.type).toBe(name);
    const text = events.map(({ data }) => data.delta?.text ?? "").join("");
    expect(text).toBe(whole.content.find(({ type }: { type: string }) => type === "text").text);
    const { usage } = events.at(-3)?.data ?? {};
    expect(usage).toEqual(whole.usage);
    expect(usage.cost).toBeCloseTo(Number((await last()).cost), 12);
  });

  test("think and call tools", async () => {
    const tools = [{ name: "get_weather", input_schema: parameters }];
    const messages = [{ role: "user", content: "What is the weather in Oslo?" }];
    const thinking = { type: "enabled", budget_tokens: 300 };
    const events = await eventsOf(await post({ tools, messages, thinking, stream: true }));
    const blocks = events
      .filter(({ name }) => name === "content_block_start")
      .map(({ data }) => data.content_block);
    expect(blocks.map(({ type }) => type)).toEqual(["thinking", "tool_use"]);
    const args = events.map(({ data }) => data.delta?.partial_json ?? "").join("");
    expect(JSON.parse(args)).toEqual({ city: "Oslo" });
    const called = await bodyOf(post({ tools, messages }));
    expect([called.stop_reason, called.content.at(-1)]).toMatchObject([
      "tool_use",
      { name: "get_weather", input: { city: "Oslo" } },
    ]);
    const result = {
      type: "tool_result",
      tool_use_id: called.content.at(-1).id,
      content: '{"temperature":3}',
    };
    const told = await bodyOf(
      post({
        tools,
        messages: [
          ...messages,
          { role: "assistant", content: called.content },
          { role: "user", content: [result] },
        ],
      }),
    );
    expect(JSON.stringify(told.content)).toContain("3");
  });

  test("fall back, and fail, in Anthropic's form", async () => {
    const fallback = await bodyOf(
      post({ fallbacks: [{ model: "openai/gpt-4o" }] }, { "x-sandbox-fault": "status;code=503;hop=0" }),
    );
    expect(fallback.model).toBe("openai/gpt-4o");
    const refused = await post({ model: "no/such" });
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { type: "error", error: { type: "invalid_request_error" } },
    ]);
    const unknown = await post({}, { "x-api-key": "nonsense" });
    expect([unknown.status, await unknown.json()]).toMatchObject([
      401,
      { error: { type: "authentication_error" } },
    ]);
    const broken = await eventsOf(
      await post({ stream: true }, { "x-sandbox-fault": "stream-error-a;after=3" }),
    );
    expect(broken.at(-1)).toMatchObject({
      name: "error",
      data: { type: "error", error: { type: "api_error" } },
    });
  });
});

test("each of them is noted with the generation that it led to, and struck by the same faults as a chat", async () => {
  const before = sandbox.requests().length;
  await client().responses.create({ model, input });
  await client().embeddings.create({ model: "openai/text-embedding-3-small", input });
  expect(
    sandbox
      .requests()
      .slice(before)
      .map(({ id, status }) => [id, status]),
  ).toEqual(
    sandbox
      .bill()
      .slice(-2)
      .map(({ id }) => [id, 200]),
  );
  sandbox.setFault({ fault: "status", model, params: { code: "503" }, times: 1 });
  await expect(client().completions.create({ model, prompt: input })).rejects.toMatchObject({ status: 503 });
});
