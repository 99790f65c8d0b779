import { expect, test } from "vitest";
import { createSandbox, type Sandbox } from "./sandbox";
import { ask, bodyOf, get } from "./testing";

/** Reads some events and goes. */
async function leaveAfter(sandbox: Sandbox, events: number, body: Record<string, unknown>): Promise<string> {
  const leaving = new AbortController();
  const response = await ask(sandbox, { stream: true, ...body }, { signal: leaving.signal });
  const reader = response.body?.getReader();
  for (let read = 0; read < events; read++) await reader?.read();
  leaving.abort();
  await expect(reader?.closed).rejects.toMatchObject({ name: "AbortError" });
  return response.headers.get("x-generation-id") ?? "";
}

const whole = async (sandbox: Sandbox, body: Record<string, unknown>): Promise<number> =>
  (await bodyOf(ask(sandbox, body))).usage.completion_tokens;

test("a provider that listens bills only what it wrote", async () => {
  const sandbox = createSandbox({ seed: 1, speed: 0, generationDelayMs: 0 });
  const body = { model: "cohere/command-a" };
  const full = await whole(sandbox, body);
  const id = await leaveAfter(sandbox, 12, body);
  const { data } = await bodyOf(get(sandbox, `/generation?id=${id}`));
  expect(data).toMatchObject({ cancelled: true, finish_reason: null, streamed: true });
  expect(data.native_tokens_completion).toBeLessThan(full);
  expect(data.native_tokens_completion).toBeGreaterThan(0);
  const [complete, cancelled] = sandbox.bill();
  expect(Number(cancelled?.cost)).toBeLessThan(Number(complete?.cost));
  expect(cancelled).toMatchObject({ id, cancelled: true, cost: String(data.total_cost) });
});

test("one that does not listen bills the whole answer", async () => {
  const sandbox = createSandbox({ seed: 1, speed: 0, generationDelayMs: 0 });
  const body = { model: "mistralai/codestral-2508" };
  const full = await whole(sandbox, body);
  const id = await leaveAfter(sandbox, 3, body);
  const { data } = await bodyOf(get(sandbox, `/generation?id=${id}`));
  expect(data).toMatchObject({ cancelled: true, native_tokens_completion: full });
  expect(new Set(sandbox.bill().map(({ cost }) => cost)).size).toBe(1);
});

test("leaving before the first token costs nothing where the provider listens", async () => {
  const sandbox = createSandbox({
    seed: 1,
    speed: 1,
    sleep: (_ms, signal) => new Promise((resolve) => signal?.addEventListener("abort", () => resolve())),
  });
  await leaveAfter(sandbox, 0, { model: "cohere/command-a" });
  expect(sandbox.bill()).toEqual([expect.objectContaining({ cost: "0", cancelled: true })]);
});

test("letting go of the body cancels as well, and once", async () => {
  const sandbox = createSandbox({ seed: 1, speed: 0 });
  const response = await ask(sandbox, { stream: true, model: "cohere/command-a" });
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.cancel();
  expect(sandbox.bill()).toEqual([expect.objectContaining({ cancelled: true })]);
});
