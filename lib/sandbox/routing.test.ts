import { expect, test } from "vitest";
import { createSandbox } from "./sandbox";
import { ask, bodyOf } from "./testing";

const sandbox = createSandbox({ seed: 1, speed: 0 });
const metadata = { "x-openrouter-metadata": "enabled" };
const provider = async (model: string, preferences: Record<string, unknown>) =>
  (await bodyOf(ask(sandbox, { model, provider: preferences }))).provider;

test("only, order, ignore and sort choose the provider", async () => {
  expect(await provider("openai/gpt-oss-120b", { only: ["groq"] })).toBe("Groq");
  expect(await provider("openai/gpt-oss-120b", { order: ["cerebras", "groq"] })).toBe("Cerebras");
  expect(await provider("openai/gpt-oss-120b", { sort: "price" })).toBe("CoreWeave");
  expect(await provider("openai/gpt-oss-120b", { sort: "throughput" })).toBe("Cerebras");
  expect(await provider("openai/gpt-5.5", { ignore: ["openai"] })).toBe("Azure");
  expect(await provider("openai/gpt-oss-120b", { quantizations: ["fp16"] })).toBe("Cerebras");
});

test("a tier is used only when it is named", async () => {
  const { service_tier: named, usage } = await bodyOf(
    ask(sandbox, { model: "openai/gpt-5.4", provider: { only: ["openai/priority"] } }),
  );
  expect(named).toBe("priority");
  const plain = await bodyOf(ask(sandbox, { model: "openai/gpt-5.4", provider: { only: ["openai"] } }));
  expect(plain.service_tier).toBeNull();
  expect(usage.cost).toBeCloseTo(plain.usage.cost * 2, 10);
});

test.each([
  ["Filter by Data Policy", "openai/gpt-oss-120b:free", { data_collection: "deny" }],
  ["Filter by ZDR", "x-ai/grok-4.3", { zdr: true }],
  ["Filter by Max Price", "openai/gpt-5.5", { max_price: { prompt: 1 } }],
  ["Filter by Quantization", "openai/gpt-5.5", { quantizations: ["fp4"] }],
  ["Filter by Allowed Providers", "openai/gpt-5.5", { only: ["groq"] }],
])("the funnel empties at %s", async (step, model, preferences) => {
  const response = await ask(sandbox, { model, provider: preferences });
  const { error } = await bodyOf(response);
  expect(response.status).toBe(404);
  expect(error.metadata.failed_routing_step).toBe(step);
  expect(error.metadata.routing_funnel.at(-1)).toEqual({ step, endpoint_count: 0 });
});

test("parameters that nobody supports leave no endpoint when they are required", async () => {
  const required = { model: "openai/gpt-5.5", temperature: 0.5, provider: { require_parameters: true } };
  expect((await ask(sandbox, required)).status).toBe(404);
  expect((await ask(sandbox, { ...required, provider: {} })).status).toBe(200);
});

test("a failing provider hands over to the next one, a failing model to the next model", async () => {
  const second = await bodyOf(
    ask(
      sandbox,
      { model: "openai/gpt-5.5", provider: { order: ["openai"] } },
      { fault: "status;code=502;provider=openai", headers: metadata },
    ),
  );
  expect(second.openrouter_metadata.attempts).toEqual([
    { provider: "OpenAI", model: "openai/gpt-5.5-20260423", status: 502 },
    { provider: "Azure", model: "openai/gpt-5.5-20260423", status: 200 },
  ]);
  const other = await bodyOf(
    ask(sandbox, { models: ["openai/gpt-4o", "mistralai/mistral-nemo"] }, { fault: "status;code=503;hop=0" }),
  );
  expect(other.model).toBe("mistralai/mistral-nemo");
});

test("a chain that fails throughout tells of every failure", async () => {
  const failing = createSandbox({ speed: 0 });
  failing.setFault({ fault: "status", params: { code: "529" } });
  const response = await ask(failing, { models: ["cohere/command-a", "mistralai/codestral-2508"] });
  expect(response.status).toBe(529);
  expect((await bodyOf(response)).error.metadata.previous_errors).toHaveLength(1);
});

test("what is wrong with the account is not mended by another model", async () => {
  const poor = createSandbox({ speed: 0 });
  poor.setFault({ fault: "status", model: "openai/gpt-4o", params: { code: "402-balance" } });
  expect((await ask(poor, { models: ["openai/gpt-4o", "mistralai/mistral-nemo"] })).status).toBe(402);
});

test("routers and aliases answer as the model they chose", async () => {
  const auto = await bodyOf(ask(sandbox, { model: "openrouter/auto" }, { headers: metadata }));
  expect(auto.model).not.toBe("openrouter/auto");
  expect(auto.openrouter_metadata.strategy).toBe("auto");
  expect((await bodyOf(ask(sandbox, { model: "~openai/gpt-latest" }))).model).toBe("openai/gpt-5.6-sol");
  const free = await bodyOf(ask(sandbox, { model: "openrouter/free" }));
  expect(free.model).toMatch(/:free$/);
  expect(free.usage.cost).toBe(0);
});

test(":online searches the web, and even a free model then costs", async () => {
  const { usage, choices } = await bodyOf(ask(sandbox, { model: "openai/gpt-oss-20b:free:online" }));
  expect(usage.cost).toBe(0.007);
  expect(usage.server_tool_use_details).toEqual({ web_search_requests: 1 });
  expect(choices[0].message.annotations).toHaveLength(3);
});

test("batch rows answer no chat", async () => {
  expect((await ask(sandbox, { model: "openai/gpt-5.5:batch" })).status).toBe(404);
});
