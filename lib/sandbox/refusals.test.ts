import { expect, test } from "vitest";
import { SANDBOX_MANAGEMENT_KEY } from "./keys";
import { createSandbox } from "./sandbox";
import { ask, bodyOf, get } from "./testing";

const sandbox = createSandbox({ seed: 1, speed: 0 });

test.each([
  [null, "Missing Authentication header"],
  ["Basic abc", "No cookie auth credentials found"],
  ["Bearer sk-proj-else", "User not found."],
])("authorization %s: %s", async (authorization, message) => {
  const headers: Record<string, string> = authorization === null ? {} : { authorization };
  const response = await sandbox.handle(new Request("http://sandbox.invalid/api/v1/key", { headers }));
  expect(response.status).toBe(401);
  expect(await bodyOf(response)).toEqual({ error: { message, code: 401 } });
});

test("a management key completes nothing", async () => {
  expect(
    (await ask(sandbox, {}, { headers: { authorization: `Bearer ${SANDBOX_MANAGEMENT_KEY}` } })).status,
  ).toBe(403);
});

test.each<[Record<string, unknown>, string]>([
  [{ model: "nobody/nothing" }, "nobody/nothing is not a valid model ID"],
  [{ messages: [] }, 'Input required: specify "prompt" or "messages"'],
  [{ models: ["a/a", "b/b", "c/c", "d/d"] }, "'models' array must have 3 items or fewer."],
  [
    { model: "openai/o3", reasoning: { effort: "none" } },
    "Reasoning is mandatory for this endpoint and cannot be disabled.",
  ],
  [
    { model: "qwen/qwen3-32b", max_tokens: 41_000 },
    "This endpoint's maximum context length is 40960 tokens.",
  ],
  [{ max_tokens: 5.5 }, "Invalid value for 'max_tokens'"],
  [{ max_completion_tokens: 5.5 }, "Invalid value for 'max_completion_tokens'"],
  [{ temperature: 3 }, "Invalid value for 'temperature'"],
  [{ provider: { nonsense: true } }, 'provider: Unrecognized key: "nonsense"'],
])("400 for %j", async (body, message) => {
  const response = await ask(sandbox, body);
  const { error, user_id: user } = await bodyOf(response);
  expect(error.message).toContain(message);
  expect(response.status).toBe(400);
  expect(user).toMatch(/^user_\w{27}$/);
});

test("a body that is no JSON, and one that is too large", async () => {
  const small = createSandbox({ maxBodyBytes: 1000 });
  const post = (body: string) =>
    small.handle(
      new Request("http://sandbox.invalid/api/v1/chat/completions", {
        method: "POST",
        headers: { authorization: "Bearer sk-or-v1-12345678" },
        body,
      }),
    );
  expect((await bodyOf(post("{nope"))).error).toMatchObject({ code: 400, metadata: { provider_name: null } });
  expect((await post(" ".repeat(1001))).status).toBe(413);
});

test("an empty balance refuses even free models, a small one what it could not pay", async () => {
  const broke = createSandbox({ credits: "-0.01", speed: 0 });
  expect((await bodyOf(ask(broke, { model: "openai/gpt-oss-20b:free" }))).error).toMatchObject({
    code: 402,
    metadata: { limit_source: "openrouter_credits" },
  });
  const poor = createSandbox({ credits: "0.05", speed: 0 });
  expect((await bodyOf(ask(poor, {}))).error.message).toMatch(
    /You requested up to 16384 tokens, but can only afford \d+/,
  );
  expect((await ask(poor, { max_tokens: 100 })).status).toBe(200);
});

test("free models answer twenty times a minute, then say when again", async () => {
  const free = createSandbox({ speed: 0, now: () => 1_795_200_000_000 });
  const statuses: number[] = [];
  for (let asked = 0; asked < 21; asked++)
    statuses.push((await ask(free, { model: "openai/gpt-oss-20b:free" })).status);
  expect(statuses).toEqual([...Array(20).fill(200), 429]);
  const response = await ask(free, { model: "openai/gpt-oss-20b:free" });
  expect(response.headers.get("x-ratelimit-reset")).toBe("1795200060000");
  expect((await bodyOf(response)).error.message).toContain("free-models-per-min");
});

test("any origin may ask before it calls", async () => {
  const response = await sandbox.handle(
    new Request("http://sandbox.invalid/api/v1/chat/completions", { method: "OPTIONS" }),
  );
  expect(response.status).toBe(204);
  expect(response.headers.get("access-control-allow-headers")).not.toMatch(/metadata/i);
});

test("control is closed unless it was opened", async () => {
  expect((await sandbox.handle(new Request("http://sandbox.invalid/__sandbox/bill"))).status).toBe(404);
  const open = createSandbox({ control: true, speed: 0 });
  const put = {
    method: "PUT",
    body: JSON.stringify({ model: "openai/gpt-4o", fault: "status", code: 503, times: 1 }),
  };
  await open.handle(new Request("http://sandbox.invalid/__sandbox/faults", put));
  expect((await ask(open, {})).status).toBe(503);
  expect((await ask(open, {})).status).toBe(200);
  expect((await bodyOf(open.handle(new Request("http://sandbox.invalid/__sandbox/bill")))).data).toEqual(
    open.bill(),
  );
  expect(
    (await bodyOf(open.handle(new Request("http://sandbox.invalid/__sandbox/requests")))).data.map(
      ({ status }: { status: number }) => status,
    ),
  ).toEqual([503, 200]);
  expect((await get(open, "/nothing")).status).toBe(404);
});
