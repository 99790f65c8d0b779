import { createServer, request as httpRequest, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { test as base } from "./fixtures";
import { PatchbayProcess } from "./patchbay";

/** One exchange between Patchbay and its upstream, as it went over the wire. */
export type Taken = {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** What was answered so far. */
  bytes: Buffer;
  generationId: string | null;
  /** Patchbay hung up before the end. */
  dropped: boolean;
};

/** Headers of an upstream that are nobody's business behind a gateway. */
const GOSSIP = {
  "Set-Cookie": "sid=canary",
  Server: "canary",
  "CF-Ray": "canary",
  "X-Provider-Name": "canary",
};

/** Stands between Patchbay and the sandbox and takes down every byte. */
export class Tap {
  private constructor(
    readonly apiUrl: string,
    readonly taken: Taken[],
    readonly end: () => Promise<void>,
  ) {}

  static async start(target: string): Promise<Tap> {
    const taken: Taken[] = [];
    const server = createServer(async (incoming, outgoing) => {
      const { method = "GET", url: path = "/", headers } = incoming;
      const body = await buffer(incoming);
      const one: Taken = {
        path,
        headers,
        body: body.toString(),
        bytes: Buffer.alloc(0),
        generationId: null,
        dropped: false,
      };
      taken.push(one);
      const { host: _host, ...rest } = headers;
      const onward = httpRequest(new URL(path, target), { method, headers: rest }, (answer) => {
        one.generationId = String(answer.headers["x-generation-id"] ?? "") || null;
        outgoing.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...GOSSIP });
        outgoing.flushHeaders();
        answer.on("data", (data: Buffer) => {
          one.bytes = Buffer.concat([one.bytes, data]);
        });
        answer.on("error", () => outgoing.destroy());
        answer.pipe(outgoing);
      });
      onward.on("error", () => outgoing.destroy());
      outgoing.once("close", () => {
        one.dropped = !outgoing.writableFinished;
        onward.destroy();
      });
      onward.end(body);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    return new Tap(`http://127.0.0.1:${port}/api/v1`, taken, async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    });
  }

  /** The completions that were asked for, oldest first. */
  get completions(): Taken[] {
    return this.taken.filter(({ path }) => path.endsWith("/chat/completions"));
  }
}

type Wires = { tap: Tap };

/** The usual `test`, with a tap on the wire to the upstream. */
export const test = base.extend<Record<never, never>, Wires>({
  tap: [
    async ({ sandbox }, use) => {
      const tap = await Tap.start(sandbox.apiUrl);
      await use(tap);
      await tap.end();
    },
    { scope: "worker" },
  ],
  patchbay: [
    async ({ tap, sandbox, surroundings }, use) => {
      const env = { OPENROUTER_BASE_URL: tap.apiUrl, OPENROUTER_API_KEY: sandbox.key };
      const patchbay = await PatchbayProcess.start(env, surroundings);
      await use(patchbay);
      await patchbay.dispose();
    },
    { scope: "worker" },
  ],
});

export type VirtualKey = { id: string; key: string };

/** A key as a script of the same machine would make it. */
export async function createKey(server: { url: string }, models?: string[]): Promise<VirtualKey> {
  const response = await fetch(`${server.url}/api/keys`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "a program", environment: "staging", ...(models && { models }) }),
  });
  if (response.status !== 201) throw new Error(`no key: ${response.status} ${await response.text()}`);
  const { id, key }: VirtualKey = await response.json();
  return { id, key };
}

export const revokeKey = (server: { url: string }, id: string): Promise<Response> =>
  fetch(`${server.url}/api/keys/${id}`, { method: "DELETE" });

type Asking = { headers?: Record<string, string>; signal?: AbortSignal };

/** A request to the gateway; text is sent exactly as it is. */
export function complete(
  server: { url: string },
  key: string,
  body: string | object,
  { headers = {}, signal }: Asking = {},
): Promise<Response> {
  return fetch(`${server.url}/api/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
    ...(signal && { signal }),
  });
}

export function get(server: { url: string }, key: string, path: string): Promise<Response> {
  return fetch(`${server.url}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } });
}

export const says = (content: string) => [{ role: "user" as const, content }];

export const bytesOf = async (response: Response): Promise<Buffer> =>
  Buffer.from(await response.arrayBuffer());
