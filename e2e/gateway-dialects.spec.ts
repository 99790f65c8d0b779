import OpenAI from "openai";
import { expect } from "./fixtures";
import { bytesOf, createKey, says, test } from "./gateway";
import { billOf, confirmed, ended, listGenerations, readGeneration } from "./ledger";

const MODEL = "cohere/command-a";
const CLAUDE = "anthropic/claude-sonnet-4.5";
const EMBEDS = "openai/text-embedding-3-small";
const TEXT = "Explain tides";

type Server = { url: string };

function missing(what: string): never {
  throw new Error(what);
}

const connect = ({ url }: Server, apiKey: string) =>
  new OpenAI({ baseURL: `${url}/api/v1`, apiKey, maxRetries: 0 });

/** A request as a client of Anthropic sends it. */
const message = ({ url }: Server, key: string, body: object = {}, signal?: AbortSignal): Promise<Response> =>
  fetch(`${url}/api/v1/messages?beta=true`, {
    method: "POST",
    headers: {
      "x-api-key": key,
      "anthropic-version": "2023-06-01",
      "anthropic-beta": "context-1m-2025-08-07",
      "content-type": "application/json",
    },
    body: JSON.stringify({ model: CLAUDE, max_tokens: 500, messages: says(TEXT), ...body }),
    ...(signal && { signal }),
  });

const newest = async (server: Server) => (await listGenerations(server))[0] ?? missing("nothing on record");

test("every API answers OpenAI's library, and the ledger equals the bill", async ({ patchbay, sandbox }) => {
  const openai = connect(patchbay, (await createKey(patchbay)).key);
  const ask = {
    responses: async () => {
      const stream = openai.responses.stream({ model: MODEL, input: TEXT, metadata: { team: "search" } });
      expect((await stream.finalResponse()).output_text).toContain("tides");
    },
    "whole response": async () => {
      expect((await openai.responses.create({ model: MODEL, input: TEXT })).output_text).toContain("tides");
    },
    completions: async () => {
      let text = "";
      for await (const { choices } of await openai.completions.create({
        model: MODEL,
        prompt: TEXT,
        stream: true,
      }))
        text += choices[0]?.text ?? "";
      expect(text).toContain("tides");
    },
    embeddings: async () => {
      const { data } = await openai.embeddings.create({ model: EMBEDS, input: [TEXT, "Two"], dimensions: 8 });
      expect(data.map(({ embedding }) => embedding.length)).toEqual([8, 8]);
    },
  };
  for (const [name, run] of Object.entries(ask)) {
    await run();
    const { id } = await newest(patchbay);
    expect([name, (await ended(patchbay, id)).state]).toEqual([name, "finished"]);
    const row = await confirmed(patchbay, id);
    const bill = await billOf(sandbox, row.upstreamId);
    expect([name, row.cost]).toEqual([name, bill?.cost]);
  }
  expect((await listGenerations(patchbay)).some(({ tags }) => tags.includes("team:search"))).toBe(true);
});

test("a message passes byte for byte up to its last event, with a key in Anthropic's header, and its version goes along", async ({
  patchbay,
  sandbox,
  tap,
}) => {
  const { key } = await createKey(patchbay);
  const response = await message(patchbay, key, { stream: true });
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
  const bytes = await bytesOf(response);
  const sent = tap.taken.findLast(({ path }) => path === "/api/v1/messages") ?? missing("nothing was sent");
  expect(`${bytes}event: data\ndata: [DONE]\n\n`).toBe(String(sent.bytes));
  expect(String(bytes)).toMatch(
    /^(: OPENROUTER PROCESSING\n\n)*event: message_start\n[\s\S]*event: message_stop\ndata: .*\n\n$/,
  );
  expect(sent.headers).toMatchObject({
    "anthropic-version": "2023-06-01",
    "anthropic-beta": "context-1m-2025-08-07",
    authorization: `Bearer ${sandbox.key}`,
  });
  expect(sent.headers).not.toHaveProperty("x-api-key");
  const row = await confirmed(patchbay, response.headers.get("x-patchbay-generation") ?? "");
  expect([row.finishReason, row.cost]).toEqual(["stop", (await billOf(sandbox, row.upstreamId))?.cost]);
});

test("refusals and cuts have the form of each API", async ({ patchbay, sandbox }) => {
  const { key } = await createKey(patchbay, [MODEL]);
  const openai = connect(patchbay, key);
  expect([
    (await message(patchbay, "pb-v1-none")).status,
    await (await message(patchbay, key)).json(),
  ]).toMatchObject([
    401,
    { type: "error", error: { type: "permission_error", metadata: { patchbay_code: "model_not_allowed" } } },
  ]);
  await expect(openai.embeddings.create({ model: EMBEDS, input: "Hi" })).rejects.toBeInstanceOf(
    OpenAI.PermissionDeniedError,
  );
  await expect(openai.responses.create({ model: MODEL, input: "" })).rejects.toBeInstanceOf(
    OpenAI.BadRequestError,
  );
  for (const fault of ["stream-error-f", "reset"]) {
    const cut = () => sandbox.setFault(MODEL, fault, { after: 3 }, 1);
    await cut();
    const response = await openai.responses.create({ model: MODEL, input: TEXT, stream: true });
    const drained = (async () => {
      for await (const _ of response);
    })();
    await expect(drained).rejects.toMatchObject({ error: { metadata: { patchbay_code: "upstream_cut" } } });
    await cut();
    const text = await bytesOf(await message(patchbay, key, { model: MODEL, stream: true }));
    expect(String(text)).toMatch(/(^|\n\n)event: error\ndata: \{"type":"error".*"upstream_cut".*\}\n\n$/);
    expect((await newest(patchbay)).state).toBe("failed");
  }
});

test("a caller who leaves a message cancels it upstream", async ({ patchbay, sandbox }) => {
  await sandbox.setFault(CLAUDE, "stall", { after: 4 });
  const { key } = await createKey(patchbay);
  const leaving = new AbortController();
  const response = await message(patchbay, key, { stream: true }, leaving.signal);
  // The id stands in the first event: whoever leaves before it leaves nothing that could be asked about.
  let said = "";
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    said += piece;
    if (said.includes("message_start")) break;
  }
  leaving.abort();
  const row = await confirmed(patchbay, response.headers.get("x-patchbay-generation") ?? "");
  expect([row.state, row.cost]).toEqual(["cancelled", (await billOf(sandbox, row.upstreamId))?.cost]);
});

test("a route answers in every API, in its own words", async ({ patchbay, tap }) => {
  const send = (method: string, path: string, body: object) =>
    fetch(`${patchbay.url}/api/routes${path}`, {
      method,
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });
  const spec = {
    arms: [{ name: "main", share: 100, models: [MODEL, CLAUDE] }],
    system: "Answer in one sentence.",
    parameters: { max_tokens: 200, seed: 7 },
  };
  expect((await send("POST", "", { name: "short", spec })).status).toBe(201);
  expect((await send("POST", "/short/versions", { revision: 1, note: "First" })).status).toBe(201);
  const { key } = await createKey(patchbay, ["route/short"]);
  const response = await message(patchbay, key, { model: "route/short", max_tokens: undefined });
  expect(await response.json()).toMatchObject({ type: "message", model: MODEL });
  expect(response.headers.get("x-patchbay-left-out")).toBe("seed");
  expect(
    JSON.parse(tap.taken.findLast(({ path }) => path.endsWith("/messages"))?.body ?? "{}"),
  ).toMatchObject({
    ...{ model: MODEL, fallbacks: [{ model: CLAUDE }], max_tokens: 200, system: "Answer in one sentence." },
  });
  await connect(patchbay, key).responses.create({ model: "route/short", input: TEXT });
  expect(
    JSON.parse(tap.taken.findLast(({ path }) => path.endsWith("/responses"))?.body ?? "{}"),
  ).toMatchObject({
    ...{ model: MODEL, models: [CLAUDE], max_output_tokens: 200, instructions: "Answer in one sentence." },
  });
  const { id } = await newest(patchbay);
  expect((await readGeneration(patchbay, id)).route).toEqual({ name: "short", version: 1, arm: "main" });
});
