import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What an upstream answers to `GET /api/v1/…`: a body for JSON, or text that is none. */
export type Answers = Record<string, unknown>;

/** An upstream that says whatever a test wants it to say, and nothing else. */
export class ScriptedUpstream {
  private constructor(
    readonly apiUrl: string,
    /** May be changed at any time. */
    readonly answers: Answers,
    readonly end: () => Promise<void>,
  ) {}

  static async start(answers: Answers): Promise<ScriptedUpstream> {
    const said = { ...answers };
    const server = createServer((request, response) => {
      const answer = said[(request.url ?? "").replace("/api/v1", "")];
      const isText = typeof answer === "string";
      response.writeHead(answer === undefined ? 404 : 200, {
        "content-type": isText ? "text/html" : "application/json",
      });
      response.end(
        isText ? answer : JSON.stringify(answer ?? { error: { code: 404, message: "Not Found" } }),
      );
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    return new ScriptedUpstream(`http://127.0.0.1:${port}/api/v1`, said, async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    });
  }
}
