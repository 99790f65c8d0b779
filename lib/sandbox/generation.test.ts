import { expect, test } from "vitest";
import { createSandbox, type SandboxOptions } from "./sandbox";
import { ask, bodyOf, get, getAsManager } from "./testing";

/** A sandbox whose clock is moved by hand. */
function withClock(options: SandboxOptions = {}) {
  const clock = { at: Date.parse("2026-11-20T22:00:00Z") };
  return { clock, sandbox: createSandbox({ seed: 1, speed: 0, now: () => clock.at, ...options }) };
}

test("a generation is unknown for a while", async () => {
  const { clock, sandbox } = withClock({ generationDelayMs: 5000 });
  const { id } = await bodyOf(ask(sandbox, {}));
  const early = await get(sandbox, `/generation?id=${id}`);
  expect(early.status).toBe(404);
  expect(await bodyOf(early)).toEqual({ error: { message: `Generation ${id} not found`, code: 404 } });
  clock.at += 5000;
  expect((await get(sandbox, `/generation?id=${id}`)).status).toBe(200);
});

test("its record has the dated slug, other token counts, and the cost of the bill", async () => {
  const { sandbox } = withClock({ generationDelayMs: 0 });
  const { id, usage } = await bodyOf(ask(sandbox, { model: "anthropic/claude-sonnet-5", user: "ada" }));
  const { data } = await bodyOf(get(sandbox, `/generation?id=${id}`));
  expect(data).toMatchObject({
    model: "anthropic/claude-sonnet-5-20260630",
    native_tokens_prompt: usage.prompt_tokens,
    native_tokens_completion: usage.completion_tokens,
    external_user: "ada",
    cancelled: false,
    streamed: false,
    finish_reason: "stop",
    upstream_inference_cost: 0,
  });
  expect(data.tokens_completion).not.toBe(data.native_tokens_completion);
  expect(sandbox.bill()).toEqual([expect.objectContaining({ id, cost: String(data.total_cost) })]);
  expect(data.usage).toBe(data.total_cost);
});

test("a second look at the same long prompt is cheaper", async () => {
  const { clock, sandbox } = withClock({ generationDelayMs: 0 });
  const body = {
    model: "openai/gpt-5.5",
    provider: { only: ["openai"] },
    messages: [{ role: "user", content: "Explain this: ".concat("lorem ipsum dolor sit amet ".repeat(400)) }],
  };
  const first = await bodyOf(ask(sandbox, body));
  const second = await bodyOf(ask(sandbox, body));
  clock.at += 10 * 60_000;
  const third = await bodyOf(ask(sandbox, body));
  expect([first, second, third].map(({ usage }) => usage.prompt_tokens_details.cached_tokens > 0)).toEqual([
    false,
    true,
    false,
  ]);
  expect(second.usage.cost).toBeLessThan(first.usage.cost);
  const { data } = await bodyOf(get(sandbox, `/generation?id=${second.id}`));
  expect(data.cache_discount).toBeGreaterThan(0);
});

test("Anthropic caches what is marked, and asks more for writing", async () => {
  const { sandbox } = withClock();
  const text = "lorem ipsum dolor sit amet ".repeat(400);
  const body = {
    model: "anthropic/claude-sonnet-5",
    provider: { only: ["anthropic"] },
    messages: [{ role: "user", content: [{ type: "text", text, cache_control: { type: "ephemeral" } }] }],
  };
  const [first, second] = [await bodyOf(ask(sandbox, body)), await bodyOf(ask(sandbox, body))];
  expect(first.usage.prompt_tokens_details.cache_write_tokens).toBeGreaterThan(1000);
  expect(second.usage.prompt_tokens_details).toMatchObject({
    cache_write_tokens: 0,
    cached_tokens: first.usage.prompt_tokens_details.cache_write_tokens,
  });
});

test("the counters of /key and /credits lag behind", async () => {
  const { clock, sandbox } = withClock({ lagMs: 60_000, generationDelayMs: 0 });
  const { usage } = await bodyOf(ask(sandbox, {}));
  expect((await bodyOf(get(sandbox, "/key"))).data.usage).toBe(0);
  clock.at += 60_000;
  expect((await bodyOf(get(sandbox, "/auth/key"))).data.usage_daily).toBeCloseTo(usage.cost, 12);
  expect((await bodyOf(get(sandbox, "/credits"))).data).toEqual({
    total_credits: 1000,
    total_usage: expect.closeTo(usage.cost, 12),
  });
});

test("/activity knows completed UTC days only, and only for management keys", async () => {
  const { clock, sandbox } = withClock();
  await bodyOf(ask(sandbox, { model: "cohere/command-a" }));
  await bodyOf(ask(sandbox, { model: "cohere/command-a" }));
  expect((await bodyOf(getAsManager(sandbox, "/activity"))).data).toEqual([]);
  clock.at += 3 * 3_600_000;
  const { data } = await bodyOf(getAsManager(sandbox, "/activity?date=2026-11-20"));
  expect(data).toEqual([
    expect.objectContaining({
      date: "2026-11-20 00:00:00",
      model: "cohere/command-a",
      requests: 2,
      provider_name: "Cohere",
    }),
  ]);
  expect(data[0].usage).toBeCloseTo(
    sandbox.bill().reduce((sum, { cost }) => sum + Number(cost), 0),
    12,
  );
  expect((await getAsManager(sandbox, "/activity?date=2026-11-21")).status).toBe(400);
  expect((await get(sandbox, "/activity")).status).toBe(403);
});

test("for every model that talks, the bill is its tokens at the prices its endpoint shows", async () => {
  const { sandbox } = withClock({ freeLimits: false, credits: "100000" });
  const { data: models } = await bodyOf(get(sandbox, "/models"));
  const talking = models.filter(({ id }: { id: string }) => !/^[~]|^openrouter\/|:batch$/.test(id));
  for (const { id } of talking) {
    const { data } = await bodyOf(get(sandbox, `/models/${id}/endpoints`));
    const { pricing, tag } = data.endpoints.at(-1);
    const answer = await bodyOf(ask(sandbox, { model: id, max_tokens: 400, provider: { only: [tag] } }));
    // Dearer long prompts never apply here; the one price by the hour does, at this clock.
    const inForce = { ...pricing, ...pricing.overrides?.find((override: object) => "utc_start" in override) };
    const { prompt_tokens: asked, completion_tokens: written } = answer.usage;
    const searched = id.startsWith("perplexity/")
      ? Number(inForce.web_search) + Number(inForce.request ?? 0)
      : 0;
    const expected = asked * Number(inForce.prompt) + written * Number(inForce.completion) + searched;
    expect({ id, cost: Number(sandbox.bill().at(-1)?.cost) }).toEqual({
      id,
      cost: expect.closeTo(expected, 11),
    });
    expect(answer.usage.cost).toBeCloseTo(expected, 11);
  }
  expect(talking.length).toBeGreaterThan(100);
});
