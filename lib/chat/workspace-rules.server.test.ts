import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { generation } from "@/lib/db/schema/ledger";
import { setting } from "@/lib/db/schema/team";
import { ledgerOf } from "@/lib/ledger/testing.server";
import { createRoute, publishRoute } from "@/lib/routes/routes.server";
import { RouteSpec } from "@/lib/routes/spec-request";
import { LOCAL_OWNER } from "@/lib/team/actor";
import { changeSettings } from "@/lib/team/preferences.server";
import { SettingsChange } from "@/lib/team/preferences-request";
import { CHAT, COMPLETIONS, EMBEDDINGS, MESSAGES, RESPONSES } from "./dialects/dialects";
import { completionsStream, embeddingsBody, messagesStream, responsesStream } from "./dialects/testing";
import { readProgramCall } from "./program-call.server";
import { chunkOf, DONE, finishOf } from "./testing.server";
import { head, openWire, type Received, readAll, serveRaw, type Wire } from "./wire/testing.server";

let upstream: Awaited<ReturnType<typeof serveRaw>>;
let wire: Wire;
let answer = "";

beforeAll(async () => {
  upstream = await serveRaw(({ socket }: Received) => void socket.end(answer));
  wire = await openWire({ url: upstream.url });
});
beforeEach(async () => {
  answer = head("close") + chunkOf("Hello") + finishOf() + DONE;
  await wire.db.delete(setting);
});
afterEach(async () => {
  for (const { socket } of upstream.received.splice(0)) socket.destroy();
  await wire.runner.idle();
  expect(wire.errors.splice(0)).toEqual([]);
});
afterAll(async () => {
  await wire.close();
  await upstream.close();
});

const rule = (change: object) =>
  changeSettings(wire.db, LOCAL_OWNER, SettingsChange.parse(change), new Date());
const POLICY = { denyDataCollection: true, requireZeroRetention: true };
const sent = () => upstream.received.map(({ body }) => body);

const messages = [{ role: "user", content: "Hi" }];
const json = (body: string) =>
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`;
const APIS = [
  ["chat", CHAT, { messages, stream: true }, () => head("close") + chunkOf("Hello") + finishOf() + DONE],
  ["responses", RESPONSES, { input: "Hi", stream: true }, () => head("close") + responsesStream()],
  ["messages", MESSAGES, { max_tokens: 9, messages, stream: true }, () => head("close") + messagesStream()],
  ["completions", COMPLETIONS, { prompt: "Hi", stream: true }, () => head("close") + completionsStream()],
  ["embeddings", EMBEDDINGS, { input: "Hi" }, () => json(embeddingsBody())],
] as const;

describe.each(APIS)("a program's request by %s", (_name, dialect, rest, reply) => {
  beforeEach(() => {
    answer = reply();
  });
  const ask = async (request: object) => {
    const changed: string[] = [];
    const onChanged = (fields: readonly string[]) => changed.push(...fields);
    const passed = await wire.complete(request, { dialect, onChanged });
    await readAll(passed);
    return { changed, ...passed };
  };

  test("bears the data policy, says what was overridden, and keeps the rest to the byte", async () => {
    await rule(POLICY);
    const provider = { order: ["acme"], data_collection: "allow", zdr: false };
    const { changed, generationId } = await ask({ model: "acme/demo", ...rest, seed: 1, provider });
    const expected = { order: ["acme"], data_collection: "deny", zdr: true };
    expect(sent().map((body) => JSON.parse(body))).toEqual([
      { model: "acme/demo", ...rest, seed: 1, provider: expected },
    ]);
    expect(changed).toEqual(["provider.data_collection", "provider.zdr"]);
    // The ledger says what was sent.
    expect((await ledgerOf(wire.db, generationId)).row.parameters).toMatchObject({ provider: expected });
  });

  test("goes as it came where it says so already, and where nothing is asked for", async () => {
    const strict = { model: "acme/demo", ...rest, provider: { zdr: true, data_collection: "deny" } };
    const loose = { model: "acme/demo", ...rest, provider: { zdr: false } };
    expect((await ask(loose)).changed).toEqual([]);
    await rule(POLICY);
    expect((await ask(strict)).changed).toEqual([]);
    expect(sent()).toEqual([JSON.stringify(loose), JSON.stringify(strict)]);
  });

  test("is refused before anything is sent when the workspace does not allow its model", async () => {
    await rule({ allowedModels: ["acme/*"] });
    const before = await wire.db.$count(generation);
    const refused = { code: "model_not_allowed", message: expect.stringContaining("other/demo") };
    await expect(ask({ model: "other/demo", ...rest })).rejects.toMatchObject(refused);
    await expect(ask({ ...rest })).rejects.toMatchObject({
      code: expect.stringMatching(/not_allowed|invalid/),
    });
    expect(sent()).toEqual([]);
    expect(await wire.db.$count(generation)).toBe(before);
    await ask({ model: "acme/demo", ...rest });
    expect(sent()).toHaveLength(1);
  });
});

test("fallbacks, presets and tools that ask models are on the list or refused", async () => {
  await rule({ allowedModels: ["acme/*"] });
  const request = { model: "acme/demo", messages, stream: true };
  const refused = { code: "model_not_allowed" };
  for (const more of [
    { models: ["acme/two", "other/three"] },
    { preset: "any" },
    { model: "acme/demo@preset/any" },
    { plugins: [{ id: "fusion" }] },
  ])
    await expect(wire.complete({ ...request, ...more }), JSON.stringify(more)).rejects.toMatchObject(refused);
  const fallbacks = [{ model: "other/three" }];
  await expect(
    wire.complete({ model: "acme/demo", max_tokens: 9, messages, fallbacks }, { dialect: MESSAGES }),
  ).rejects.toMatchObject(refused);
  await readAll(await wire.complete({ ...request, models: ["acme/two"] }));
  expect(sent()).toHaveLength(1);
});

test("a key's list and the workspace's hold together", async () => {
  await rule({ allowedModels: ["acme/*"] });
  const as = await wire.addKey(["acme/demo", "other/demo"]);
  const ask = (model: string) => wire.complete({ model, messages, stream: true }, { as });
  for (const model of ["other/demo", "acme/two"])
    await expect(ask(model)).rejects.toMatchObject({ code: "model_not_allowed" });
  await readAll(await ask("acme/demo"));
});

describe("in the playground", () => {
  test("what is asked bears the data policy", async () => {
    await rule(POLICY);
    await wire.ask("Hi");
    await wire.runner.idle();
    expect(JSON.parse(sent()[0] ?? "")).toMatchObject({
      provider: { data_collection: "deny", zdr: true },
    });
  });

  test("a model that is not allowed is how the answer ends, for nothing, without being named", async () => {
    await rule({ allowedModels: ["acme/*"] });
    const { generationId } = await wire.ask("Hi", "other/demo");
    await wire.runner.idle();
    expect(sent()).toEqual([]);
    const { row, hold, booked } = await ledgerOf(wire.db, generationId);
    expect([row.state, booked, hold.outcome]).toEqual(["failed", 0n, "released"]);
    expect(row.failure).toMatchObject({ code: "model_not_allowed", by: "patchbay" });
    // Nobody may know the models of a blind conversation.
    expect(JSON.stringify(row.failure)).not.toContain("other/demo");
    await wire.ask("Hi", "acme/demo");
    await wire.runner.idle();
    expect(sent()).toHaveLength(1);
  });
});

describe("a route", () => {
  const spec = RouteSpec.parse({
    arms: [{ name: "main", share: 100, models: ["acme/demo", "other/demo"] }],
    parameters: { provider: { data_collection: "allow", sort: "price" } },
    locked: ["provider"],
  });
  const call = async (dialect = CHAT, rest: object = { messages }) => {
    const value = { model: "route/mixed", ...rest };
    const text = JSON.stringify(value);
    const came = { text, value, keyId: wire.holder.id, tags: null, session: null, dialect };
    return readProgramCall(wire.db, came);
  };
  beforeAll(async () => {
    await createRoute(wire.db, { name: "mixed", spec }, new Date());
    await publishRoute(wire.db, LOCAL_OWNER.memberId, "mixed", { revision: 1, note: "" }, new Date());
  });

  test("cannot unlock the data policy", async () => {
    await rule(POLICY);
    const passed = await wire.pass(await call());
    await readAll(passed);
    expect(JSON.parse(sent()[0] ?? "").provider).toEqual({
      ...{ data_collection: "deny", zdr: true, sort: "price" },
    });
  });

  test("asks nothing that the workspace does not allow, whatever a key allows of routes", async () => {
    await rule({ allowedModels: ["acme/*"] });
    const as = await wire.addKey(["route/mixed"]);
    await expect(wire.pass(await call(), as)).rejects.toMatchObject({ code: "model_not_allowed" });
    await wire.ask("Hi", "route/mixed");
    await wire.runner.idle();
    expect(sent()).toEqual([]);
  });
});
