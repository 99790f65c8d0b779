import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { search } from "./canaries/canaries";

/** A post as it came over the wire. */
export type Posted = { headers: IncomingHttpHeaders; body: string };

/**
 * A program that is posted to, on loopback. It takes down what it is sent, answers as it is told to, and at its end looks
 * for secrets in all that came.
 */
export class Receiver {
  answer = { status: 200, body: "{}" };

  private constructor(
    readonly origin: string,
    readonly posted: Posted[],
    readonly end: () => Promise<void>,
  ) {}

  static async start(): Promise<Receiver> {
    const posted: Posted[] = [];
    const server = createServer(async (incoming, outgoing) => {
      posted.push({ headers: incoming.headers, body: await text(incoming) });
      const { status, body } = receiver.answer;
      outgoing.writeHead(status, { "content-type": "text/plain" });
      outgoing.end(body);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    const receiver = new Receiver(`http://127.0.0.1:${port}`, posted, async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      for (const one of posted) search(JSON.stringify(one), { where: `what ${one.headers.host} was sent` });
    });
    return receiver;
  }

  get url(): string {
    return `${this.origin}/alerts`;
  }
}

/** Whether a message bears the signature that its secret gives it. */
export function isSigned({ headers, body }: Posted, secret: string): boolean {
  const signed = `${headers["x-patchbay-timestamp"]}.${body}`;
  return (
    headers["x-patchbay-signature"] === `v1=${createHmac("sha256", secret).update(signed).digest("hex")}`
  );
}
