import "server-only";
import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { createBounder } from "@/lib/budgets/bounder.server";
import type { CatalogModel } from "@/lib/catalog/model";
import { takenParameters } from "@/lib/catalog/taken-parameters";
import type { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { eventually } from "@/lib/core/testing";
import type { Db } from "@/lib/db/client.server";
import { message } from "@/lib/db/schema/conversations";
import { addMember, ledgerOf } from "@/lib/ledger/testing.server";
import { createOpenRouter } from "@/lib/openrouter/client.server";
import type { Transport, TransportRequest } from "@/lib/openrouter/transport.server";
import type { Actor } from "@/lib/team/actor";
import { readWorkspace } from "@/lib/team/workspace.server";
import type { Guard, TakenSettings } from "./plan.server";
import type { ChatRequest } from "./request";
import { createRunner, type RunnerOptions } from "./runner.server";
import { startChat } from "./start.server";

export const chunkOf = (content: string, more: object = {}): string =>
  `data: ${JSON.stringify({ id: "gen-9", model: "acme/demo", provider: "Acme", choices: [{ index: 0, delta: { content } }], ...more })}\n\n`;
export const finishOf = (reason = "stop"): string =>
  `data: ${JSON.stringify({ id: "gen-9", choices: [{ index: 0, delta: {}, finish_reason: reason }] })}\n\n`;
export const billOf = (cost: number | null): string =>
  `data: ${JSON.stringify({ id: "gen-9", choices: [], usage: { prompt_tokens: 3, completion_tokens: 5, cost } })}\n\n`;
export const DONE = "data: [DONE]\n\n";

/** A body that the test feeds, and that notices when nobody wants it any more. */
export function createBody() {
  const encoder = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const state = { cancelled: false };
  const stream = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given;
    },
    cancel() {
      state.cancelled = true;
    },
  });
  return {
    stream,
    state,
    push: (piece: string | Uint8Array) =>
      controller?.enqueue(typeof piece === "string" ? encoder.encode(piece) : piece),
    close: () => controller?.close(),
    fail: (cause: unknown) => controller?.error(cause),
  };
}
export type Body = ReturnType<typeof createBody>;

type Call = { body: Record<string, unknown> } & Pick<TransportRequest, "signal" | "unless">;
type Script = (call: Call) => Response | Promise<Response>;

export const eventStream = (body: BodyInit | null, headers: Record<string, string> = {}): Response =>
  new Response(body, { headers: { "content-type": "text/event-stream", ...headers } });

/** A network whose every answer is written by the test; it lets go of what is aborted, as a network does. */
export function createNetwork() {
  const calls: Call[] = [];
  let script: Script = () => eventStream(chunkOf("Hello") + finishOf() + billOf(0.25) + DONE);
  const transport: Transport = async (_url, { body, signal, unless }) => {
    const call = { body: JSON.parse(body ?? "null"), signal, unless };
    calls.push(call);
    const aborted = new Promise<never>((_, reject) => {
      const abort = () => reject(signal.reason);
      if (signal.aborted) abort();
      signal.addEventListener("abort", abort, { once: true });
    });
    aborted.catch(() => {});
    return Promise.race([script(call), aborted]);
  };
  const answer = (next: Script) => {
    script = next;
  };
  return { calls, transport, answer };
}

/** The database as the runner sees it: the test can take it away, or stop it dead. */
export function createFlakyDb(db: Db) {
  const state: { fault: "none" | "fails" | "hangs" } = { fault: "none" };
  const refused = new Set<string | symbol>(["_", "transaction", "select", "insert", "update", "delete"]);
  const flaky = new Proxy(db, {
    get(target, key) {
      if (state.fault === "fails" && refused.has(key)) throw new Error("the database is away");
      if (state.fault === "hangs" && key === "transaction") return () => new Promise(() => {});
      if (state.fault === "hangs" && refused.has(key)) throw new Error("the process is dead");
      const value = Reflect.get(target, key);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { db: flaky, state };
}

/** A runner on a real database in front of a scripted network. */
export async function createChat(
  db: Db,
  options: Partial<RunnerOptions> & { firstByteTimeout?: number; models?: readonly CatalogModel[] } = {},
) {
  const network = createNetwork();
  const errors: string[] = [];
  const clock = { ahead: 0 };
  const now = () => new Date(Date.now() + clock.ahead);
  const { firstByteTimeout = 60_000, models = [], ...rest } = options;
  const openrouter = createOpenRouter({
    baseUrl: "https://upstream.example/api/v1",
    apiKey: "sk-or-v1-test",
    transport: network.transport,
    firstByteTimeout,
    appUrl: "http://localhost:3000",
  });
  const onError = (words: string, error: unknown) => errors.push(`${words}: ${error}`);
  const limits = { idleTimeout: 60_000, timeout: null };
  const runner = createRunner({ db, openrouter, owner: newId(), now, onError, ...limits, ...rest });
  const actor: Actor = { memberId: await addMember(db), role: "member" };
  const hooks = {
    beforeQuote: async () => {},
    refuse: (_models: readonly string[]): AppError | null => null,
    takesPictures: async (_models: readonly string[]): Promise<boolean> => true,
  };
  const takenSettings: TakenSettings = async (chain, parameters) =>
    takenParameters(models, chain, parameters);
  const quote = async () => {
    await hooks.beforeQuote();
    return { estimate: null, ceiling: null, prices: null };
  };
  const freeGuard: Guard = async (models) => hooks.refuse(models);
  const bounder = createBounder({ db, models: async () => models, now });
  const rules = { current: () => readWorkspace(db) };
  const takesPictures: typeof hooks.takesPictures = (models) => hooks.takesPictures(models);
  const deps = { runner, account: "sandbox", quote, freeGuard, bounder, rules, takesPictures, takenSettings };
  const start = (request: ChatRequest, as: Actor = actor) => startChat(deps, db, as, request);
  /** One question to one new pane. */
  async function ask(text = "Hi") {
    const { conversationId, generations } = await start({
      message: text,
      panes: [{ model: "acme/demo", parameters: {} }],
    });
    const [one] = generations;
    if (!one) throw new Error("nothing was started");
    return { conversationId, ...one };
  }
  return { network, errors, hooks, clock, now, runner, actor, start, ask, onError, bounder, takenSettings };
}
export type Chat = Awaited<ReturnType<typeof createChat>>;

export async function messageOf(db: Db, id: string) {
  const [row] = await db.select().from(message).where(eq(message.id, id));
  return row;
}

/** What is on record of a started answer, ledger and message. */
export async function recordOf(
  db: Db,
  { generationId, messageId }: { generationId: string; messageId: string },
) {
  const { row, hold, entries, booked } = await ledgerOf(db, generationId);
  expect(row.cost).toBe(booked);
  return { row, hold, entries, message: await messageOf(db, messageId) };
}

/** One answer under way, on a database that the test can take away. */
export async function beginChat(db: Db, options: Parameters<typeof createChat>[1] = {}) {
  const flaky = createFlakyDb(db);
  const chat = await createChat(db, { db: flaky.db, ...options });
  const body = createBody();
  chat.network.answer(() => eventStream(body.stream));
  const started = await chat.ask();
  const length = () => chat.runner.live.get(started.generationId)?.length ?? 0;
  const arrives = async (piece: string | Uint8Array) => {
    const before = length();
    body.push(piece);
    await eventually(() => expect(length()).toBeGreaterThan(before));
  };
  return { chat, body, started, arrives, fault: flaky.state };
}
