import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";

const HOST = "127.0.0.1";
/** What two parties agree on between them is not passed on. */
const HOP_BY_HOP = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade"]);

/** Stands before several instances: every request goes to the next of them in turn, and streams through both ways. */
export class Balancer {
  private turn = 0;
  private pinned: number | null = null;

  private constructor(
    private readonly server: Server,
    private readonly ports: readonly number[],
  ) {
    server.on("request", (incoming, outgoing) => this.pass(incoming, outgoing));
  }

  static async start(port: number, ports: readonly number[]): Promise<Balancer> {
    const server = createServer();
    const balancer = new Balancer(server, ports);
    await new Promise<void>((done) => server.listen(port, HOST, done));
    return balancer;
  }

  /** Sends everything to one instance from now on; null has them take turns again. */
  pin(instance: number | null): void {
    this.pinned = instance;
  }

  async end(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { method, url: path, rawHeaders, socket } = incoming;
    const port = this.ports[this.pinned ?? this.turn++ % this.ports.length];
    const onward = request({ host: HOST, port, method, path, setHost: false, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer.rawHeaders));
      outgoing.flushHeaders();
      answer.on("error", () => outgoing.destroy());
      answer.pipe(outgoing);
    });
    const headers = endToEnd([...rawHeaders, "x-forwarded-for", socket.remoteAddress ?? ""]);
    for (const [name, values] of Object.entries(headers)) onward.setHeader(name, values);
    // Whoever answers before all is sent may hang up on the rest, which is read all the same.
    onward.on("error", () => outgoing.headersSent || outgoing.destroy());
    onward.once("close", () => incoming.resume());
    outgoing.once("close", () => onward.destroy());
    // Not only with the first of the body, which may never come.
    onward.flushHeaders();
    incoming.pipe(onward);
  }
}

/** Headers as they came, those that came twice included. */
function endToEnd(rawHeaders: readonly string[]): Record<string, string[]> {
  const headers: Record<string, string[]> = {};
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = "", value = ""] = rawHeaders.slice(index, index + 2);
    const key = name.toLowerCase();
    if (!HOP_BY_HOP.has(key)) headers[key] = [...(headers[key] ?? []), value];
  }
  return headers;
}
