import { expect } from "./fixtures";
import { complete, createKey, get, says, test } from "./gateway";
import { confirmed, ended } from "./ledger";

const MODEL = "cohere/command-a";
const body = { model: MODEL, messages: says("Explain tides") };

type Refused = { error: { code: number; message: string; metadata: Record<string, unknown> } };

/** What a refusal says, after making sure that it says nothing that it must not. */
async function refusal(response: Response, secrets: string[]) {
  const text = await response.text();
  for (const secret of secrets) expect(text).not.toContain(secret);
  expect(text).not.toMatch(/\bat .+:\d+:\d+|sk-or-v1-\w{8}|user_\w{8}/);
  expect(response.headers.get("content-type")).toContain("application/json");
  const { error }: Refused = JSON.parse(text);
  expect(error.code).toBe(response.status);
  expect(error.message).toMatch(/^\w.{8,}[.)]$/s);
  return [response.status, error.metadata.patchbay_code, error.metadata.failed_by];
}

test("refusals of our own are typed and reach no upstream", async ({ patchbay, sandbox }) => {
  const [all, few] = [await createKey(patchbay), await createKey(patchbay, ["openai/gpt-4o"])];
  const before = (await sandbox.requests()).length;
  const cases: [key: string, body: string | object, expected: unknown[]][] = [
    ["", body, [401, "invalid_key", "patchbay"]],
    [sandbox.key, body, [401, "invalid_key", "patchbay"]],
    [`${all.key.slice(0, -1)}${all.key.endsWith("a") ? "b" : "a"}`, body, [401, "invalid_key", "patchbay"]],
    [few.key, body, [403, "model_not_allowed", "patchbay"]],
    [few.key, { ...body, model: "openai/gpt-4o", models: [MODEL] }, [403, "model_not_allowed", "patchbay"]],
    [few.key, { messages: body.messages }, [403, "model_not_allowed", "patchbay"]],
    [all.key, "{", [400, "invalid_request", "patchbay"]],
    [all.key, "[]", [400, "invalid_request", "patchbay"]],
    [all.key, { model: MODEL }, [400, "invalid_request", "patchbay"]],
    [all.key, { ...body, stream: "yes" }, [400, "invalid_request", "patchbay"]],
    [all.key, { ...body, model: 7 }, [400, "invalid_request", "patchbay"]],
    [all.key, `${"[".repeat(5_000)}${"]".repeat(5_000)}`, [400, "invalid_request", "patchbay"]],
    [
      all.key,
      JSON.stringify(body).replace("{", '{"__proto__":{"a":1},'),
      [400, "invalid_request", "patchbay"],
    ],
  ];
  for (const [key, sent, expected] of cases) {
    const response = await complete(patchbay, key, sent);
    expect([sent, await refusal(response, [all.key.slice(14), few.key.slice(14)])]).toEqual([sent, expected]);
  }
  const form = await complete(patchbay, all.key, "model=a", { headers: { "content-type": "text/plain" } });
  expect((await refusal(form, []))[0]).toBe(415);
  expect((await get(patchbay, all.key, "/generation?id=gen-0")).status).toBe(404);
  expect((await get(patchbay, all.key, "/nothing")).status).toBe(404);
  expect((await sandbox.requests()).length).toBe(before);
});

const statuses: [code: string, status: number, name: string, by: string, retryAfter?: string][] = [
  ["400", 400, "provider_rejected", "provider"],
  ["401", 502, "upstream_key", "openrouter"],
  ["402-balance", 402, "insufficient_credits", "openrouter"],
  ["402-inflight", 402, "in_flight_budget", "openrouter", "2"],
  ["403-key", 403, "key_limit", "openrouter"],
  ["403-moderation", 403, "moderated", "openrouter"],
  ["404", 404, "no_endpoints", "openrouter"],
  ["408", 504, "upstream_timeout", "openrouter"],
  ["413", 413, "request_too_large", "openrouter"],
  ["429-upstream-hint", 429, "provider_rate_limited", "provider", "2"],
  ["429-free-day", 429, "free_limit", "openrouter"],
  ["500", 502, "upstream_failed", "openrouter"],
  ["502", 502, "provider_failed", "provider"],
  ["503", 503, "", "", "3"],
  ["504", 504, "upstream_timeout", "openrouter"],
  ["529", 503, "provider_overloaded", "provider"],
];

test("refusals from upstream keep their kind, and who is to blame", async ({ patchbay, sandbox }) => {
  const { key } = await createKey(patchbay);
  for (const stream of [true, false]) {
    for (const [code, status, name, by, retryAfter] of statuses) {
      await sandbox.setFault(MODEL, "status", { code }, 1);
      const response = await complete(patchbay, key, { ...body, stream });
      if (retryAfter) expect([code, response.headers.get("retry-after")]).toEqual([code, retryAfter]);
      const [got, ...told] = await refusal(response, [sandbox.key, key.slice(14)]);
      // With one provider only, this one is told by whoever knows better.
      if (code === "503") expect([502, 503]).toContain(got);
      else expect([code, got, ...told]).toEqual([code, status, name, by]);
    }
  }
  const unknown = await complete(patchbay, key, { ...body, model: "no/such-model" });
  expect((await refusal(unknown, []))[0]).toBe(400);
});

test("an error inside a stream passes as it was sent; a broken stream ends with one of ours", async ({
  patchbay,
  sandbox,
  tap,
}) => {
  const { key } = await createKey(patchbay);
  const ask = async () => {
    const response = await complete(patchbay, key, { ...body, stream: true });
    expect(response.status).toBe(200);
    return { text: await response.text(), id: response.headers.get("x-patchbay-generation") ?? "" };
  };
  for (const fault of [
    "stream-error-a",
    "stream-error-b",
    "stream-error-c",
    "stream-error-d",
    "stream-error-e",
  ]) {
    await sandbox.setFault(MODEL, fault, {}, 1);
    const { text, id } = await ask();
    expect([fault, text]).toEqual([fault, tap.completions.at(-1)?.bytes.toString()]);
    expect((await ended(patchbay, id)).state).toBe("failed");
    await confirmed(patchbay, id);
  }
  const broken: [fault: string, params: Record<string, string | number>][] = [
    ["stream-error-f", {}],
    ["half-json", {}],
    ["reset", { after: 4 }],
    ["cut", { at: 700 }],
    ["cut-in-char", {}],
  ];
  for (const [fault, params] of broken) {
    await sandbox.setFault(MODEL, fault, params, 1);
    const { text, id } = await ask();
    const upstream = tap.completions.at(-1)?.bytes.toString("latin1") ?? "";
    const events = text.split("\n\n");
    const last: Refused & { choices: { finish_reason: string }[] } = JSON.parse(
      (events.at(-2) ?? "").slice(6),
    );
    expect([fault, last.choices[0]?.finish_reason]).toEqual([fault, "error"]);
    const { failure } = await ended(patchbay, id);
    expect(last.error.metadata.patchbay_code).toBe(failure?.code);
    // Every event before it is whole, and the upstream's own.
    const whole = events.slice(0, -2).map((event) => `${event}\n\n`);
    const before = Buffer.from(whole.join("")).toString("latin1");
    expect(upstream.startsWith(before)).toBe(true);
    expect(upstream.slice(before.length)).not.toContain("\n\n");
    for (const event of whole) if (!event.startsWith(":")) JSON.parse(event.slice(6));
    await confirmed(patchbay, id);
  }
});
