import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createBounder } from "@/lib/budgets/bounder.server";
import { CHAT, DIALECTS, MESSAGES } from "@/lib/chat/dialects/dialects";
import { messagesStream } from "@/lib/chat/dialects/testing";
import { createGateway } from "@/lib/chat/gateway.server";
import { recoverAbandoned } from "@/lib/chat/recover.server";
import { createRunner, type Runner } from "@/lib/chat/runner.server";
import {
  billOf,
  chunkOf,
  createBody,
  createNetwork,
  DONE,
  eventStream,
  finishOf,
} from "@/lib/chat/testing.server";
import type { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { eventually } from "@/lib/core/testing";
import type { Database } from "@/lib/db/client.server";
import { entry, generation } from "@/lib/db/schema/ledger";
import { idempotency, setting } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { createOpenRouter } from "@/lib/openrouter/client.server";
import { LOCAL_OWNER } from "@/lib/team/actor";
import { removeOldAnswers } from "@/lib/team/kept-answers.server";
import { authenticateKey, createKey, type KeyHolder, revokeKey } from "@/lib/team/keys.server";
import { KeyRequest } from "@/lib/team/keys-request";
import { ensureLocalOwner } from "@/lib/team/members.server";
import { readWorkspace } from "@/lib/team/workspace.server";
import type { Services } from "../../services";
import { complete } from "./complete";
import { PassingResponse } from "./passing-response";

const DAY = 24 * 60 * 60_000;
const WHOLE = { model: "acme/demo", messages: [{ role: "user", content: "Hi" }] };
const STREAM = { ...WHOLE, stream: true };
/** Pieces that no event ends with. */
const PIECES = [chunkOf("Hello").slice(0, 30), `${chunkOf("Hello").slice(30)}: still here\n\n`, finishOf()];
const EVENTS = PIECES.join("") + billOf(0.25) + DONE;
const answerOf = (content: string) =>
  JSON.stringify({
    id: "gen-9",
    object: "chat.completion",
    choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content } }],
    usage: { prompt_tokens: 1, completion_tokens: 1, cost: 0.25 },
  });
const inPieces = (pieces: string[]) => {
  const body = createBody();
  for (const piece of pieces) body.push(piece);
  body.close();
  return eventStream(body.stream, { "x-generation-id": "gen-9" });
};
const inOne = (text: string) =>
  new Response(text, { headers: { "content-type": "application/json; charset=utf-8" } });

type Asking = {
  name?: string;
  as?: KeyHolder;
  dialect?: typeof CHAT;
  signal?: AbortSignal;
  announced?: Headers;
};

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let key: KeyHolder;
  let network: ReturnType<typeof createNetwork>;
  const instances: { runner: Runner; errors: string[] }[] = [];
  const clock = { ahead: 0 };
  const now = () => new Date(Date.now() + clock.ahead);

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    await ensureLocalOwner(database.db);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    clock.ahead = 0;
    network = createNetwork();
    key = await addKey();
  });
  afterEach(async () => {
    for (const { runner, errors } of instances.splice(0)) {
      await runner.close(0);
      expect(errors).toEqual([]);
    }
  });

  async function addKey(limits: Partial<Pick<KeyRequest, "requestsPerMinute">> = {}): Promise<KeyHolder> {
    const request = KeyRequest.parse({ name: "test", ...limits });
    const made = await createKey(database.db, LOCAL_OWNER.memberId, request, new Date());
    return authenticateKey(database.db, made.key, new Date());
  }

  /** One of the Patchbays in front of the network, as far as it answers programs. */
  function start() {
    const { db } = database;
    const errors: string[] = [];
    const onError = (words: string, error: unknown) => void errors.push(`${words}: ${error}`);
    const openrouter = createOpenRouter({
      ...{ baseUrl: "https://upstream.example/api/v1", apiKey: "sk-or-v1-test", firstByteTimeout: 60_000 },
      ...{ transport: network.transport, appUrl: "http://localhost:3000" },
    });
    const [owner, idleTimeout] = [newId(), 60_000];
    const runner = createRunner({ db, openrouter, owner, now, onError, idleTimeout, timeout: null });
    const gateway = createGateway({
      ...{ db, openrouter, runner, owner, now, onError, idleTimeout, account: "sandbox" },
      ...{ freeGuard: async () => null, bounder: createBounder({ db, models: async () => [], now }) },
      ...{ maxStreams: 100, maxStreamsPerKey: 100, rules: { current: () => readWorkspace(db) } },
      quote: async () => ({ estimate: null, ceiling: null, prices: null }),
    });
    const services = { db, gateway, now, onError } as unknown as Services;

    async function ask(body: object | string, asking: Asking = {}) {
      const { name, as = key, dialect = CHAT, signal, announced: always = new Headers() } = asking;
      const request = new Request(`http://localhost:3000/api/v1${dialect.path}`, {
        method: "POST",
        body: typeof body === "string" ? body : JSON.stringify(body),
        headers: {
          "content-type": "application/json",
          ...(name !== undefined && { "idempotency-key": name }),
        },
        ...(signal && { signal }),
      });
      const context = { request, services, always, holder: as, params: {}, limit: 8_000_000 };
      const answer = await complete(dialect)(context);
      const response = answer instanceof PassingResponse ? answer.toWeb() : answer;
      for (const [name, value] of always) response.headers.set(name, value);
      return response;
    }
    const instance = { ask, runner, errors, owner };
    instances.push(instance);
    return instance;
  }

  const textOf = async (asked: Promise<Response>) => (await asked).text();
  const refusalOf = (asked: Promise<Response>): Promise<AppError> =>
    asked.then(
      () => Promise.reject(new Error("it was not refused")),
      (error: AppError) => error,
    );
  /** How many generations the key made, and how much they cost. */
  async function ledger(of: KeyHolder = key) {
    const rows = await database.db.select().from(generation).where(eq(generation.keyId, of.id));
    const booked = await database.db
      .select({ amount: entry.amount })
      .from(entry)
      .innerJoin(generation, eq(generation.id, entry.generationId))
      .where(eq(generation.keyId, of.id));
    return [rows.length, booked.reduce((sum, { amount }) => sum + amount, 0n)];
  }
  const kept = () => database.db.select().from(idempotency).where(eq(idempotency.keyId, key.id));

  test.each([
    ["a stream", STREAM, () => inPieces([...PIECES, billOf(0.25) + DONE]), EVENTS],
    ["an answer in one piece", WHOLE, () => inOne(answerOf("Hello ✨")), answerOf("Hello ✨")],
  ])("%s is asked for once, billed once, and given again byte for byte", async (_, body, script, said) => {
    network.answer(script);
    const [one, other] = [start(), start()];
    const announced = new Headers({ "x-patchbay-route": "support@3; arm=a" });
    const first = await one.ask(body, { name: "n-1", announced });
    expect(await first.text()).toBe(said);
    expect(first.headers.has("idempotent-replayed")).toBe(false);
    for (const instance of [one, other, other]) {
      const again = await instance.ask(body, { name: "n-1" });
      expect([again.status, await again.text()]).toEqual([200, said]);
      expect(Object.fromEntries(again.headers)).toEqual({
        ...Object.fromEntries(first.headers),
        "idempotent-replayed": "true",
      });
    }
    expect(network.calls).toHaveLength(1);
    expect(await ledger()).toEqual([1, 250_000_000_000n]);
  });

  test("of a stream of Messages the same goes out again, without the mark that did not", async () => {
    network.answer(() => inPieces([messagesStream()]));
    const { ask } = start();
    const body = { ...STREAM, max_tokens: 9 };
    const first = await textOf(ask(body, { dialect: MESSAGES, name: "n-1" }));
    expect(first).toMatch(/event: message_stop\ndata: .*\n\n$/);
    expect(await textOf(ask(body, { dialect: MESSAGES, name: "n-1" }))).toBe(first);
    expect(network.calls).toHaveLength(1);
  });

  test.each(["gen-\u0000x", "gen-é", "gen 1\r\nx: y"])(
    "an answer whose id %j no header can hold goes out all the same, and again",
    async (id) => {
      const said = answerOf("Hello").replace('"gen-9"', JSON.stringify(id));
      network.answer(() => inOne(said));
      const { ask } = start();
      for (let time = 0; time < 2; time++) {
        const response = await ask(WHOLE, { name: "n-1" });
        expect(response.headers.get("x-generation-id")).toBeNull();
        expect([response.status, await response.text()]).toEqual([200, said]);
      }
      expect(await ledger()).toEqual([1, 250_000_000_000n]);
    },
  );

  test("every API keeps its answers to itself", async () => {
    network.answer(() => inOne(answerOf("Hello")));
    const { ask } = start();
    for (const dialect of DIALECTS) {
      const body = { model: "acme/demo", messages: WHOLE.messages, input: "Hi", prompt: "Hi", max_tokens: 9 };
      const ended = (name: string) =>
        ask(body, { dialect, name }).then(
          (response) => response.text(),
          (error: AppError) => error.code,
        );
      expect(await ended(dialect.path)).toBe(await ended(dialect.path));
    }
    expect(network.calls).toHaveLength(DIALECTS.length);
    expect(await refusalOf(ask(WHOLE, { name: MESSAGES.path }))).toMatchObject({
      code: "idempotency_key_reused",
    });
  });

  test("without a name everything is asked for, and nothing is kept", async () => {
    const { ask } = start();
    for (let time = 0; time < 2; time++) await textOf(ask(STREAM));
    expect(network.calls).toHaveLength(2);
    expect(await kept()).toEqual([]);
  });

  test("of many at the same moment, on two instances, one is sent", async () => {
    let reply = (_: Response) => {};
    const replied = new Promise<Response>((resolve) => (reply = resolve));
    network.answer(() => replied);
    const both = [start(), start()];
    const asked = Array.from({ length: 8 }, (_, at) => both[at % 2]?.ask(WHOLE, { name: "n-1" }));
    const refused = asked.map((one) => one?.then(() => null).catch((error: AppError) => error));
    await eventually(() => expect(network.calls).toHaveLength(1));
    const ends = Promise.allSettled(asked);
    await eventually(async () =>
      expect(
        (await Promise.all(refused.map((one) => Promise.race([one, null])))).filter(Boolean),
      ).toHaveLength(7),
    );
    reply(inOne(answerOf("Hello")));
    for (const end of await ends)
      if (end.status === "rejected")
        expect(end.reason).toMatchObject({
          code: "request_running",
          status: 409,
          details: { retryAfter: 2 },
        });
    for (const { ask } of both) expect(await textOf(ask(WHOLE, { name: "n-1" }))).toBe(answerOf("Hello"));
    expect(network.calls).toHaveLength(1);
    expect(await ledger()).toEqual([1, 250_000_000_000n]);
  });

  test("a request that still runs is told so, and so is one that only has its name", async () => {
    const body = createBody();
    network.answer(() => eventStream(body.stream));
    const { ask } = start();
    const first = textOf(ask(STREAM, { name: "n-1" }));
    await eventually(() => expect(network.calls).toHaveLength(1));
    expect(await refusalOf(ask(STREAM, { name: "n-1" }))).toMatchObject({ code: "request_running" });
    expect(await refusalOf(ask(WHOLE, { name: "n-1" }))).toMatchObject({ code: "idempotency_key_reused" });
    body.push(EVENTS);
    body.close();
    const said = await first;
    expect(await textOf(ask(STREAM, { name: "n-1" }))).toBe(said);
    expect(network.calls).toHaveLength(1);
  });

  test("a name is for one body and one path to the byte, and for one key", async () => {
    const { ask } = start();
    const other = await addKey();
    await textOf(ask(STREAM, { name: "n-1" }));
    for (const [body, dialect] of [
      [WHOLE, CHAT],
      [`${JSON.stringify(STREAM)} `, CHAT],
      [STREAM, MESSAGES],
    ] as const)
      expect(await refusalOf(ask(body, { name: "n-1", dialect }))).toMatchObject({
        code: "idempotency_key_reused",
        status: 422,
      });
    expect(network.calls).toHaveLength(1);
    await textOf(ask(WHOLE, { name: "n-1", as: other }));
    expect(network.calls).toHaveLength(2);
  });

  test.each(["", "two words", "ä", "x".repeat(256)])("a name that is none is refused: %j", async (name) => {
    const { ask } = start();
    expect(await refusalOf(ask(STREAM, { name }))).toMatchObject({ code: "invalid_request" });
    expect(network.calls).toHaveLength(0);
    await textOf(ask(STREAM, { name: "x".repeat(255) }));
  });

  test("after a day a name is free again, and its answer is gone", async () => {
    const { ask } = start();
    await textOf(ask(STREAM, { name: "n-1" }));
    clock.ahead = DAY - 60_000;
    await textOf(ask(STREAM, { name: "n-1" }));
    expect(network.calls).toHaveLength(1);
    clock.ahead = DAY + 60_000;
    // Also before anybody tidied up.
    await textOf(ask(WHOLE, { name: "n-1" }));
    expect(network.calls).toHaveLength(2);
    clock.ahead = 2 * DAY;
    await removeOldAnswers(database.db, now());
    expect(await kept()).toHaveLength(1);
    clock.ahead += 2 * 60_000;
    expect(await removeOldAnswers(database.db, now())).toBe(1);
    expect(await kept()).toEqual([]);
  });

  test.each([
    ["a stream", STREAM, (long: string) => inPieces([chunkOf(long), finishOf() + billOf(0.25) + DONE])],
    ["an answer in one piece", WHOLE, (long: string) => inOne(answerOf(long))],
  ])("%s that is too large goes out in full and is not kept", async (_, body, script) => {
    const { ask } = start();
    const long = "x".repeat(1_048_577);
    network.answer(() => script(long));
    expect(await textOf(ask(body, { name: "n-1" }))).toContain(long);
    expect(await refusalOf(ask(body, { name: "n-1" }))).toMatchObject({
      code: "answer_too_large",
      status: 410,
    });
    expect(network.calls).toHaveLength(1);
    expect((await kept())[0]).toMatchObject({ body: null, state: "failed" });
  });

  /** Asks for a stream, reads of it, and leaves. */
  async function readAndLeave(ask: ReturnType<typeof start>["ask"], first: string) {
    const body = createBody();
    network.answer(() => eventStream(body.stream));
    const reader = (await ask(STREAM, { name: "n-1" })).body?.getReader();
    body.push(first);
    await reader?.read();
    await reader?.cancel();
    return body;
  }

  test("a stream whose caller lost their line is read on, and given to who asks again", async () => {
    const { ask, runner } = start();
    const body = await readAndLeave(ask, chunkOf("Hel"));
    expect(await refusalOf(ask(STREAM, { name: "n-1" }))).toMatchObject({ code: "request_running" });
    for (const piece of PIECES) body.push(piece);
    // Its last event lacks its end: who asks again gets it as its first caller would have.
    body.push(billOf(0.25).trimEnd());
    body.close();
    await runner.idle();
    const again = await ask(STREAM, { name: "n-1" });
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await again.text()).toBe(chunkOf("Hel") + PIECES.join("") + billOf(0.25));
    expect(network.calls).toHaveLength(1);
    expect(await ledger()).toEqual([1, 250_000_000_000n]);
  });

  test.each([
    ["a stream", STREAM, () => inPieces([EVENTS]), EVENTS],
    ["an answer in one piece", WHOLE, () => inOne(answerOf("Hello")), answerOf("Hello")],
  ])("%s whose caller left before it began is kept as well", async (_, body, script, said) => {
    let reply = (_: Response) => {};
    const replied = new Promise<Response>((resolve) => (reply = resolve));
    network.answer(() => replied);
    const { ask, runner } = start();
    const leaving = new AbortController();
    const first = ask(body, { name: "n-1", signal: leaving.signal });
    await eventually(() => expect(network.calls).toHaveLength(1));
    leaving.abort();
    reply(script());
    await first;
    await runner.idle();
    expect(await textOf(ask(body, { name: "n-1" }))).toBe(said);
    expect(network.calls).toHaveLength(1);
    expect(await ledger()).toEqual([1, 250_000_000_000n]);
  });

  test("who left has no answer that was stopped, nor one that nobody can be given", async () => {
    const { ask, runner } = start();
    const stopped = await readAndLeave(ask, chunkOf("Hel"));
    runner.stop(runner.keeper.ids());
    await runner.idle();
    expect(stopped.state.cancelled).toBe(true);
    expect(await refusalOf(ask(STREAM, { name: "n-1" }))).toMatchObject({
      code: "answer_cancelled",
      status: 410,
    });
    await database.db.delete(idempotency);
    const long = await readAndLeave(ask, chunkOf("Hel"));
    long.push(chunkOf("x".repeat(1_048_577)));
    await runner.idle();
    expect(long.state.cancelled).toBe(true);
    expect(await refusalOf(ask(STREAM, { name: "n-1" }))).toMatchObject({ code: "answer_too_large" });
    expect(network.calls).toHaveLength(2);
  });

  test("a caller who comes back is not kept waiting for what a process that ends had to give up", async () => {
    const { ask, runner } = start();
    const body = await readAndLeave(ask, chunkOf("Hel"));
    await runner.close(0);
    expect(body.state.cancelled).toBe(true);
    const said = await textOf(start().ask(STREAM, { name: "n-1" }));
    expect(said.startsWith(chunkOf("Hel"))).toBe(true);
    expect(said).toContain("interrupted");
  });

  test("what failed after it was sent fails again in the same way, without being sent", async () => {
    const { ask } = start();
    const failing = { error: { code: 502, message: "no", metadata: { provider_name: "Acme" } } };
    network.answer(() => Response.json(failing, { status: 502 }));
    const first = await refusalOf(ask(STREAM, { name: "n-1" }));
    network.answer(() => inPieces([EVENTS]));
    const announced = new Headers();
    const again = await refusalOf(ask(STREAM, { name: "n-1", announced }));
    expect(again.failure).toEqual(first.failure);
    expect(announced.get("idempotent-replayed")).toBe("true");
    expect(network.calls).toHaveLength(1);
  });

  const broken = { id: "gen-9", error: { code: 502, message: "no" }, choices: [] };
  test.each([
    ["a refusal", () => Response.json(broken, { status: 502, headers: { "x-generation-id": "gen-9" } })],
    [
      "a refusal for good",
      () => Response.json(broken, { status: 400, headers: { "x-generation-id": "gen-9" } }),
    ],
    ["an error in one piece", () => Response.json(broken)],
  ])("%s tells what it is on record under, and so does its repetition", async (_, script) => {
    const { ask } = start();
    network.answer(script);
    const [first, again] = [new Headers(), new Headers()];
    for (const announced of [first, again]) await refusalOf(ask(WHOLE, { name: "n-1", announced }));
    const [row] = await database.db.select().from(generation).where(eq(generation.keyId, key.id));
    const ids = { "x-patchbay-generation": row?.id, "x-generation-id": "gen-9" };
    expect([row?.upstreamId, Object.fromEntries(first)]).toEqual(["gen-9", ids]);
    expect(Object.fromEntries(again)).toEqual({ ...ids, "idempotent-replayed": "true" });
  });

  test("what never reached the upstream tells Patchbay's id alone, and what is not on record none", async () => {
    const { ask } = start();
    network.answer(() => Promise.reject(Object.assign(new Error("no"), { code: "ECONNREFUSED" })));
    const announced = new Headers();
    await refusalOf(ask(WHOLE, { announced }));
    const [row] = await database.db.select().from(generation).where(eq(generation.keyId, key.id));
    expect(Object.fromEntries(announced)).toEqual({ "x-patchbay-generation": row?.id });
    const refused = new Headers();
    await refusalOf(ask(WHOLE, { as: { ...key, models: ["other/demo"] }, announced: refused }));
    expect(Object.fromEntries(refused)).toEqual({});
  });

  test.each([429, 402, 401])(
    "what the upstream turned away unbilled, for now, may be tried again: %i",
    async (status) => {
      const { ask } = start();
      network.answer(() => Response.json({ error: { code: status, message: "no" } }, { status }));
      await refusalOf(ask(STREAM, { name: "n-1" }));
      expect(await kept()).toEqual([]);
      network.answer(() => inPieces([EVENTS]));
      expect(await textOf(ask(STREAM, { name: "n-1" }))).toBe(EVENTS);
      expect(network.calls).toHaveLength(2);
      expect((await ledger())[1]).toBe(250_000_000_000n);
    },
  );

  test("what it turned away as it is, is turned away again", async () => {
    const { ask } = start();
    network.answer(() => Response.json({ error: { code: 400, message: "no" } }, { status: 400 }));
    const first = await refusalOf(ask(STREAM, { name: "n-1" }));
    expect((await refusalOf(ask(STREAM, { name: "n-1" }))).failure).toEqual(first.failure);
    expect(network.calls).toHaveLength(1);
  });

  test("a stream that broke off is given again as it broke off", async () => {
    const { ask } = start();
    network.answer(() => inPieces([chunkOf("Hel"), chunkOf("lo").slice(0, 20)]));
    const first = await textOf(ask(STREAM, { name: "n-1" }));
    expect(first).toContain("upstream_cut");
    expect(first.startsWith(chunkOf("Hel"))).toBe(true);
    network.answer(() => inPieces([EVENTS]));
    expect(await textOf(ask(STREAM, { name: "n-1" }))).toBe(first);
    expect(network.calls).toHaveLength(1);
  });

  test("what was never sent may be tried again", async () => {
    const { ask } = start();
    network.answer(() => Promise.reject(Object.assign(new Error("no"), { code: "ECONNREFUSED" })));
    expect(await refusalOf(ask(STREAM, { name: "n-1" }))).toMatchObject({ code: "upstream_unreachable" });
    expect(await kept()).toEqual([]);
    const slow = await addKey({ requestsPerMinute: 1 });
    network.answer(() => inPieces([EVENTS]));
    expect(await textOf(ask(STREAM, { name: "n-1" }))).toBe(EVENTS);

    await textOf(ask(STREAM, { as: slow }));
    expect(await refusalOf(ask(STREAM, { as: slow, name: "n-2" }))).toMatchObject({ code: "rate_limited" });
    expect(await textOf(ask(STREAM, { as: { ...slow, requestsPerMinute: null }, name: "n-2" }))).toBe(EVENTS);
    // Given again it is no request of the minute.
    expect(await textOf(ask(STREAM, { as: slow, name: "n-2" }))).toBe(EVENTS);
  });

  test("what was made is given again under rules that came later, which are about what is sent", async () => {
    const { ask } = start();
    const said = await textOf(ask(STREAM, { name: "n-1" }));
    const as = { ...key, models: ["other/demo"] };
    expect(await textOf(ask(STREAM, { as, name: "n-1" }))).toBe(said);
    expect(await refusalOf(ask(STREAM, { as, name: "n-2" }))).toMatchObject({ code: "model_not_allowed" });
    const updated = { updatedAt: now(), updatedBy: LOCAL_OWNER.memberId };
    await database.db.insert(setting).values({ name: "allowedModels", value: ["other/*"], ...updated });
    expect(await textOf(ask(STREAM, { name: "n-1" }))).toBe(said);
    expect(await refusalOf(ask(STREAM, { name: "n-2" }))).toMatchObject({ code: "model_not_allowed" });
    await database.db.delete(setting);
    expect(network.calls).toHaveLength(1);
    // What was refused took no name.
    expect(await textOf(ask(WHOLE, { name: "n-2" }))).toBe(said);
  });

  test("what a process left behind when it died ends as it is recovered", async () => {
    const body = createBody();
    network.answer(() => eventStream(body.stream));
    const [dying, other] = [start(), start()];
    const first = await dying.ask(STREAM, { name: "n-1" });
    const read = first.text().catch(() => "broke");
    expect(await refusalOf(other.ask(STREAM, { name: "n-1" }))).toMatchObject({ code: "request_running" });
    const lease = other.runner.lease();
    await recoverAbandoned(database.db, lease, new Date(Date.now() + 60_000), { everything: true });
    const again = await refusalOf(other.ask(STREAM, { name: "n-1" }));
    expect(again).toMatchObject({ code: "interrupted", status: 500 });
    // The one that was taken for dead says no more in this.
    await dying.runner.close(0);
    await read;
    expect(await refusalOf(other.ask(STREAM, { name: "n-1" }))).toMatchObject({ code: "interrupted" });
    expect(network.calls).toHaveLength(1);
  });

  test("with its key go its answers", async () => {
    const { ask } = start();
    await textOf(ask(STREAM, { name: "n-1" }));
    expect(await kept()).toHaveLength(1);
    await revokeKey(database.db, undefined, key.id, now());
    expect(await kept()).toEqual([]);
  });
});
