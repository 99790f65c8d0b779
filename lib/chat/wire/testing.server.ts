import "server-only";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { text } from "node:stream/consumers";
import { desc } from "drizzle-orm";
import { createBounder } from "@/lib/budgets/bounder.server";
import type { CatalogModel } from "@/lib/catalog/model";
import { CHAT } from "@/lib/chat/dialects/dialects";
import {
  createGateway,
  type GatewayAnswer,
  type GatewayCall,
  type GatewayOptions,
} from "@/lib/chat/gateway.server";
import type { ProgramCall } from "@/lib/chat/program-call.server";
import { createRunner } from "@/lib/chat/runner.server";
import { startChat } from "@/lib/chat/start.server";
import type { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { generation } from "@/lib/db/schema/ledger";
import { openTestDatabase, type TEST_ENGINES } from "@/lib/db/testing.server";
import { createConfirmer } from "@/lib/ledger/confirm.server";
import { giveUpUnaskable } from "@/lib/ledger/unaskable.server";
import { createOpenRouter } from "@/lib/openrouter/client.server";
import { createHttpTransport } from "@/lib/openrouter/transport.server";
import { LOCAL_OWNER } from "@/lib/team/actor";
import { authenticateKey, createKey, type KeyHolder } from "@/lib/team/keys.server";
import { KeyRequest } from "@/lib/team/keys-request";
import type { Limits } from "@/lib/team/limits";
import { ensureLocalOwner } from "@/lib/team/members.server";
import { readWorkspace } from "@/lib/team/workspace.server";

/** One request as it reached the upstream, and the naked connection to answer on. */
export type Received = { body: string; headers: IncomingHttpHeaders; socket: Socket };

type Upstream = {
  url: string;
  /** Every completion that was asked for. */
  received: Received[];
  close(): Promise<void>;
};

/** An upstream that does with its connections whatever a test wants, below HTTP. */
export async function serveRaw(
  complete: (request: Received) => void,
  record: (id: string) => unknown = () => null,
): Promise<Upstream> {
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  const server = createServer(async (incoming: IncomingMessage, outgoing) => {
    const { socket, headers, url = "" } = incoming;
    if (incoming.method === "GET") {
      const data = record(new URL(url, "http://raw").searchParams.get("id") ?? "");
      outgoing.writeHead(data === null ? 404 : 200, {
        "content-type": "application/json",
        connection: "close",
      });
      outgoing.end(JSON.stringify(data === null ? { error: { code: 404, message: "not found" } } : { data }));
      return;
    }
    const body = await text(incoming).catch(() => "");
    const request = { body, headers, socket };
    received.push(request);
    complete(request);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    async close() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** The head of a 200: its body comes in chunks, or lasts until the connection ends. */
export function head(framing: "chunked" | "close", more: Record<string, string> = {}): string {
  const fields = {
    "Content-Type": "text/event-stream",
    Connection: "close",
    ...(framing === "chunked" && { "Transfer-Encoding": "chunked" }),
    ...more,
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 200 OK\r\n${lines.join("")}\r\n`;
}

/** A whole answer whose body lasts until the connection ends: joined as bytes, which `+` would turn into text. */
export const whole = (body: Uint8Array): Uint8Array => Buffer.concat([Buffer.from(head("close")), body]);

/** Bytes as one chunk of a chunked body. */
export const chunk = (bytes: Uint8Array): Uint8Array =>
  bytes.length === 0
    ? bytes
    : Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from("\r\n")]);

export const LAST_CHUNK = "0\r\n\r\n";

type Options = Partial<Pick<GatewayOptions, "maxStreams" | "maxStreamsPerKey" | "idleTimeout" | "follow">> & {
  url: string;
  timeout?: number | null;
  apiKey?: string;
  connectTimeout?: number;
  firstByteTimeout?: number;
  engine?: (typeof TEST_ENGINES)[number];
  /** Why nothing is to be sent for these models. */
  refuse?: (models: readonly string[]) => AppError | null;
  /** The model list that bounds are made of. */
  models?: readonly CatalogModel[];
};

/** Gateway, playground, ledger and confirmation on a database of their own, in front of an upstream over HTTP. */
export async function openWire({
  url,
  apiKey = "sk-or-v1-test",
  connectTimeout = 2_000,
  firstByteTimeout = 5_000,
  timeout = null,
  engine = "pglite",
  models = [],
  ...limits
}: Options) {
  const database = await openTestDatabase(engine);
  const { db } = database;
  await ensureLocalOwner(db);
  const errors: string[] = [];
  const now = () => new Date();
  const onError = (words: string, error: unknown) => void errors.push(`${words}: ${error}`);
  const openrouter = createOpenRouter({
    baseUrl: `${url}/api/v1`,
    apiKey,
    transport: createHttpTransport({ origin: url, connectTimeout, secret: apiKey }),
    firstByteTimeout,
    appUrl: "http://localhost:3000",
  });
  const quote = async () => ({ estimate: null, ceiling: null, prices: null });
  const freeGuard = async (models: readonly string[]) => limits.refuse?.(models) ?? null;
  const [account, owner] = ["test", newId()];
  const rules = { current: () => readWorkspace(db) };
  const { idleTimeout = 5_000, maxStreams = 1_000, maxStreamsPerKey = 1_000 } = limits;
  const followed = limits.follow && { follow: limits.follow };
  const bounder = createBounder({ db, models: async () => models, now });
  const runner = createRunner({ db, openrouter, owner, now, onError, idleTimeout, timeout, ...followed });
  const gateway = createGateway({
    ...{ db, openrouter, runner, quote, freeGuard, bounder, rules, account, owner, now, onError },
    ...{ idleTimeout, maxStreams, maxStreamsPerKey, ...followed },
  });
  const confirmer = createConfirmer({ db, upstream: openrouter, account });

  async function addKey(models: string[] | null = null, limits: Partial<Limits> = {}): Promise<KeyHolder> {
    const request = KeyRequest.parse({ name: "test", models, ...limits });
    const { key } = await createKey(db, LOCAL_OWNER.memberId, request, now());
    return authenticateKey(db, key, now());
  }
  const holder = await addKey();

  /** Passes on what was read of a program's request. */
  async function pass(
    call: ProgramCall & Pick<GatewayCall, "onChanged">,
    as = holder,
    signal = new AbortController().signal,
  ): Promise<WireAnswer> {
    const { body, ...answer } = await gateway.complete({ ...call, holder: as, signal });
    return { ...answer, body: body instanceof Uint8Array ? body : body.stream() };
  }

  return {
    pass,
    db,
    runner,
    holder,
    addKey,
    errors,
    /** A program's request. */
    async complete(
      request: object,
      {
        signal = new AbortController().signal,
        as = holder,
        dialect = CHAT,
        onChanged = (_fields: readonly string[]) => {},
      } = {},
    ): Promise<WireAnswer> {
      const text = JSON.stringify(request);
      const read = dialect.readRequest(request, null);
      return pass({ body: text, request: read, route: null, dialect, onChanged }, as, signal);
    },
    /** A person's question; resolves once it is on record. */
    async ask(message: string, model = "acme/demo") {
      const request = { message, panes: [{ model, parameters: {} }] };
      const { generations, conversationId } = await startChat(
        { runner, account, quote, freeGuard, bounder, rules },
        db,
        LOCAL_OWNER,
        request,
      );
      const [started] = generations;
      if (!started) throw new Error("nothing was started");
      return { conversationId, ...started };
    },
    /** The newest generation on record. */
    async latest(): Promise<string> {
      const [row] = await db
        .select({ id: generation.id })
        .from(generation)
        .orderBy(desc(generation.id))
        .limit(1);
      return row?.id ?? "";
    },
    /** Asks for all records that are due by then, and gives up what cannot be asked about; repeated misses come due later. */
    async confirm(ahead = 6_000): Promise<void> {
      const at = new Date(Date.now() + ahead);
      for (let asked = 1; asked > 0; ) asked = await confirmer.confirmDue(at);
      await giveUpUnaskable(db, at);
    },
    async close(): Promise<void> {
      await runner.close(0);
      await database.close();
    },
  };
}
export type Wire = Awaited<ReturnType<typeof openWire>>;

/** An answer as whoever reads web streams gets it. */
export type WireAnswer = Omit<GatewayAnswer, "body"> & { body: ReadableStream<Uint8Array> | Uint8Array };

/** Reads an answer to its end; a connection that breaks is said, not thrown. */
export async function readAll({
  body,
}: Pick<WireAnswer, "body">): Promise<{ bytes: Buffer; broke: boolean }> {
  if (body instanceof Uint8Array) return { bytes: Buffer.from(body), broke: false };
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of body) chunks.push(chunk);
  } catch {
    return { bytes: Buffer.concat(chunks), broke: true };
  }
  return { bytes: Buffer.concat(chunks), broke: false };
}

/** What this process holds open and has not let go of. */
export const heldSockets = (): number =>
  process.getActiveResourcesInfo().filter((kind) => /TCP(Socket|Server)Wrap/.test(kind)).length;

/** Notes what nobody would otherwise hear of. */
export function hearComplaints() {
  const heard: string[] = [];
  const onRejection = (reason: unknown) => void heard.push(`unhandled: ${reason}`);
  const onWarning = (warning: Error) => void heard.push(`warning: ${warning.message}`);
  process.on("unhandledRejection", onRejection);
  process.on("warning", onWarning);
  return {
    heard,
    stop() {
      process.off("unhandledRejection", onRejection);
      process.off("warning", onWarning);
    },
  };
}
