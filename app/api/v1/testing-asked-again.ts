import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { createBounder } from "@/lib/budgets/bounder.server";
import { CHAT } from "@/lib/chat/dialects/dialects";
import { createGateway } from "@/lib/chat/gateway.server";
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
import type { Database } from "@/lib/db/client.server";
import { entry, generation } from "@/lib/db/schema/ledger";
import { idempotency } from "@/lib/db/schema/team";
import { openTestDatabase, type TEST_ENGINES } from "@/lib/db/testing.server";
import { createOpenRouter } from "@/lib/openrouter/client.server";
import { LOCAL_OWNER } from "@/lib/team/actor";
import { authenticateKey, createKey, type KeyHolder } from "@/lib/team/keys.server";
import { KeyRequest } from "@/lib/team/keys-request";
import { ensureLocalOwner } from "@/lib/team/members.server";
import { readWorkspace } from "@/lib/team/workspace.server";
import type { Services } from "../../services";
import { complete } from "./complete";
import { PassingResponse } from "./passing-response";

/** A request that is answered in one piece, and one that is answered by a stream. */
export const WHOLE = { model: "acme/demo", messages: [{ role: "user", content: "Hi" }] };
export const STREAM = { ...WHOLE, stream: true };
/** Pieces that no event ends with. */
export const PIECES = [
  chunkOf("Hello").slice(0, 30),
  `${chunkOf("Hello").slice(30)}: still here\n\n`,
  finishOf(),
];
/** All that the stream of these pieces says. */
export const EVENTS = PIECES.join("") + billOf(0.25) + DONE;
/** A body with an answer, and with its price. */
export const answerOf = (content: string) =>
  JSON.stringify({
    id: "gen-9",
    object: "chat.completion",
    choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content } }],
    usage: { prompt_tokens: 1, completion_tokens: 1, cost: 0.25 },
  });
/** A stream that comes in these pieces, whole. */
export const inPieces = (pieces: string[]) => {
  const body = createBody();
  for (const piece of pieces) body.push(piece);
  body.close();
  return eventStream(body.stream, { "x-generation-id": "gen-9" });
};
/** A body that comes in one piece. */
export const inOne = (text: string) =>
  new Response(text, { headers: { "content-type": "application/json; charset=utf-8" } });

type Asking = {
  name?: string;
  as?: KeyHolder;
  dialect?: typeof CHAT;
  signal?: AbortSignal;
  announced?: Headers;
};

/** What was answered. */
export const textOf = async (asked: Promise<Response>) => (await asked).text();

/** Why nothing was answered. */
export const refusalOf = (asked: Promise<Response>): Promise<AppError> =>
  asked.then(
    () => Promise.reject(new Error("it was not refused")),
    (error: AppError) => error,
  );

/**
 * For the tests of one engine: a database for all of them, and for each a network, a virtual key and as many Patchbays
 * as it starts, which are ended after it. `network`, `key` and `database` are read where they are used.
 */
export function setUp(engine: (typeof TEST_ENGINES)[number]) {
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

  return {
    ...{ start, addKey, ledger, kept, clock, now },
    get database() {
      return database;
    },
    get key() {
      return key;
    },
    get network() {
      return network;
    },
  };
}
