import { WireUsd } from "@/lib/core/wire";
import { expect } from "./fixtures";
import { bytesOf, complete, createKey, get, revokeKey, says, test } from "./gateway";
import { billOf, confirmed, ended } from "./ledger";

/** All that is on record, as text to be searched. */
const written = (record: object) =>
  JSON.stringify(record, (_, value) => (typeof value === "bigint" ? `${value}` : value));

/** Stops billing when its client leaves, and is served by one provider. */
const MODEL = "cohere/command-a";
const stream = { model: MODEL, stream: true, messages: says("Explain tides") };

test("a stream reaches the program byte for byte, and a body the upstream", async ({
  patchbay,
  tap,
  sandbox,
}) => {
  const { key } = await createKey(patchbay);
  const bodies = [
    // Unknown fields, odd blanks, numbers that JSON would write in another way.
    `{ "model" : "${MODEL}",\n "stream":true, "x_unknown": {"deep":[1.00,1e3,"\\u00e9"]},\t"messages":[{"role":"user","content":"Hi ✨"}] }`,
    JSON.stringify({ ...stream, model: "anthropic/claude-sonnet-4.5", reasoning: { effort: "high" } }),
    JSON.stringify({ ...stream, model: "google/gemini-2.5-flash-image", messages: says("Draw a cat") }),
    JSON.stringify({ ...stream, messages: says("Was heißt 漢字?"), debug: { echo_upstream_body: true } }),
  ];
  await sandbox.setFault(MODEL, "drift");
  for (const body of bodies) {
    const response = await complete(patchbay, key, body);
    expect(response.status).toBe(200);
    const bytes = await bytesOf(response);
    const taken = tap.completions.at(-1);
    expect(taken?.body).toBe(body);
    expect(bytes.equals(taken?.bytes ?? Buffer.alloc(0))).toBe(true);
    expect(bytes.toString()).toMatch(/data: \[DONE\]\n\n$/);
  }
  const whole = await complete(patchbay, key, { ...stream, stream: false });
  expect((await bytesOf(whole)).equals(tap.completions.at(-1)?.bytes ?? Buffer.alloc(0))).toBe(true);
});

test("neither side hears of the other's headers, and ids are passed on", async ({
  patchbay,
  tap,
  sandbox,
}) => {
  const { key } = await createKey(patchbay);
  const gossip = { cookie: "session=canary", "x-canary": "1", "http-referer": "https://canary.example" };
  for (const body of [stream, { ...stream, stream: false }]) {
    const response = await complete(patchbay, key, body, { headers: gossip });
    await response.text();
    const taken = tap.completions.at(-1);
    expect(response.headers.get("x-generation-id")).toBe(taken?.generationId);
    expect(response.headers.get("x-patchbay-generation")).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get("cache-control")).toBe("no-store, no-transform");
    expect(JSON.stringify([...response.headers])).not.toMatch(/canary|set-cookie/i);
    expect(taken?.headers.authorization).toBe(`Bearer ${sandbox.key}`);
    expect(JSON.stringify(taken?.headers)).not.toMatch(/canary|pb-v1-/);
  }
});

test("the key pays, whatever the body says of a user; tags come from header and metadata", async ({
  patchbay,
}) => {
  const [own, other] = [await createKey(patchbay), await createKey(patchbay)];
  const body = { ...stream, user: "bob", metadata: { job: "nightly", run: 7 } };
  const response = await complete(patchbay, own.key, body, {
    headers: { "x-patchbay-tags": "import, nightly" },
  });
  await response.text();
  const id = response.headers.get("x-patchbay-generation") ?? "";
  const generation = await confirmed(patchbay, id);
  expect(generation).toMatchObject({ source: "gateway", state: "finished" });
  expect(generation.tags).toEqual(["import", "nightly", "job:nightly", "run:7"]);
  expect(written(generation)).not.toContain("bob");
  const usageOf = async (key: string) => (await (await get(patchbay, key, "/key")).json()).data.usage;
  expect(await usageOf(own.key)).toBeGreaterThan(0);
  expect(await usageOf(other.key)).toBe(0);
});

test("what a key has spent is the sum of what the upstream bills, cancelled and broken calls included", async ({
  patchbay,
  sandbox,
}) => {
  const { key } = await createKey(patchbay);
  const ids: string[] = [];
  const note = (response: Response) => ids.push(response.headers.get("x-patchbay-generation") ?? "");
  for (const body of [
    stream,
    { ...stream, stream: false },
    { ...stream, model: "mistralai/codestral-2508" },
  ]) {
    const response = await complete(patchbay, key, body);
    await response.text();
    note(response);
  }
  for (const fault of ["no-usage", "stream-error-f", "cost-null"]) {
    await sandbox.setFault(MODEL, fault, {}, 1);
    const response = await complete(patchbay, key, stream);
    await response.text();
    note(response);
  }
  // A refusal costs nothing, and a request that cannot be read does not even become one.
  await sandbox.setFault(MODEL, "status", { code: "402-balance" }, 1);
  expect((await complete(patchbay, key, stream)).status).toBe(402);
  expect((await complete(patchbay, key, "{")).status).toBe(400);

  let sum = 0n;
  for (const id of ids) {
    const { upstreamId, cost } = await confirmed(patchbay, id);
    const line = await billOf(sandbox, upstreamId);
    expect(cost).toBe(line?.cost);
    sum += line?.cost ?? 0n;
  }
  const text = await (await get(patchbay, key, "/key")).text();
  expect(WireUsd.parse(/"usage":([\d.e-]+)/.exec(text)?.[1])).toBe(sum);
});

test("a program that leaves cancels its generation, which is paid for as billed", async ({
  patchbay,
  sandbox,
  tap,
}) => {
  const { key } = await createKey(patchbay);
  for (const model of [MODEL, "mistralai/codestral-2508"]) {
    await sandbox.setFault(model, "stall", { after: 8 }, 1);
    const leaving = new AbortController();
    const response = await complete(patchbay, key, { ...stream, model }, { signal: leaving.signal });
    await response.body?.getReader().read();
    leaving.abort();
    await expect.poll(() => tap.completions.at(-1)?.dropped).toBe(true);
    const id = response.headers.get("x-patchbay-generation") ?? "";
    expect((await ended(patchbay, id)).state).toBe("cancelled");
    const { upstreamId, cost, hold } = await confirmed(patchbay, id);
    const line = await billOf(sandbox, upstreamId);
    expect(line).toMatchObject({ cancelled: true, cost });
    expect(hold?.outcome).toBe("booked");
  }
});

test("a revoked key is refused from then on, and its last stream is stopped", async ({
  patchbay,
  sandbox,
  tap,
}) => {
  const { id, key } = await createKey(patchbay);
  await sandbox.setFault(MODEL, "stall", { after: 8 }, 1);
  const running = await complete(patchbay, key, stream);
  expect((await get(patchbay, key, "/key")).status).toBe(200);
  const before = (await sandbox.requests()).length;
  // At once where it is revoked, within a second elsewhere.
  patchbay.pin(0);
  expect((await revokeKey(patchbay, id)).status).toBe(204);
  for (const response of [await complete(patchbay, key, stream), await get(patchbay, key, "/models")]) {
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      error: { code: 401, metadata: { patchbay_code: "invalid_key" } },
    });
  }
  await expect(running.text()).rejects.toThrow();
  await expect.poll(() => tap.completions.at(-1)?.dropped).toBe(true);
  const generation = await ended(patchbay, running.headers.get("x-patchbay-generation") ?? "");
  expect(generation.state).toBe("cancelled");
  expect((await sandbox.requests()).length).toBeLessThanOrEqual(before + 1);
});

test("models, endpoints and records are the upstream's own, less what is not the key's", async ({
  patchbay,
  sandbox,
}) => {
  const [all, few] = [await createKey(patchbay), await createKey(patchbay, [MODEL])];
  const upstream = async (path: string) =>
    (await fetch(`${sandbox.apiUrl}${path}`, { headers: { authorization: `Bearer ${sandbox.key}` } })).json();
  const models = await (await get(patchbay, all.key, "/models")).json();
  expect(models.data).toEqual((await upstream("/models")).data);
  expect(
    (await (await get(patchbay, few.key, "/models")).json()).data.map(({ id }: { id: string }) => id),
  ).toEqual([MODEL]);
  const path = `/models/${MODEL}/endpoints`;
  expect((await (await get(patchbay, all.key, path)).json()).data.id).toBe((await upstream(path)).data.id);
  expect((await get(patchbay, all.key, "/models/no/such/endpoints")).status).toBe(404);

  const response = await complete(patchbay, all.key, stream);
  await response.text();
  const own = response.headers.get("x-generation-id") ?? "";
  await expect.poll(async () => (await get(patchbay, all.key, `/generation?id=${own}`)).status).toBe(200);
  const { data } = await (await get(patchbay, all.key, `/generation?id=${own}`)).json();
  const { total_cost, native_tokens_completion } = (await upstream(`/generation?id=${own}`)).data;
  expect(data).toMatchObject({ id: own, total_cost, native_tokens_completion });
  for (const path of [
    `/generation?id=${own}`,
    `/generation?id=${response.headers.get("x-patchbay-generation")}`,
  ])
    expect((await get(patchbay, few.key, path)).status).toBe(404);
});

test("cookies open nothing, and a key in the address is refused", async ({ patchbay, sandbox }) => {
  const { key } = await createKey(patchbay);
  const before = (await sandbox.requests()).length;
  const address = `${patchbay.url}/api/v1`;
  const cookie = { cookie: `pb=${key}; authorization=Bearer ${key}` };
  expect((await fetch(`${address}/key`, { headers: cookie })).status).toBe(401);
  for (const name of ["key", "api_key"]) {
    const response = await get(patchbay, key, `/models?${name}=${key}`);
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain(key);
  }
  expect((await sandbox.requests()).length).toBe(before);
  expect(patchbay.output).not.toContain(key.slice(14));
});

test("what the ledger says of a call can be found by the id that the program was given", async ({
  patchbay,
}) => {
  const { key } = await createKey(patchbay);
  const response = await complete(patchbay, key, { ...stream, temperature: 0.3, stop: ["secret words"] });
  const text = await response.text();
  const generation = await ended(patchbay, response.headers.get("x-patchbay-generation") ?? "");
  expect(generation).toMatchObject({
    state: "finished",
    models: [MODEL],
    upstreamId: response.headers.get("x-generation-id"),
  });
  expect(generation.parameters).toMatchObject({ temperature: 0.3 });
  const said = /"content":"([^"]{8,})"/.exec(text)?.[1] ?? "tides";
  expect(written(generation)).not.toContain(said);
  expect(written(generation)).not.toContain("secret words");
});
