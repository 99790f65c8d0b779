import { request } from "node:http";
import { hasToken } from "./reading.mjs";

const DONE = Buffer.from("data: [DONE]");

/**
 * Opens one stream and reads it to its end.
 * @param {{ onFirstByte: (ms: number) => void, onFirstToken: (ms: number) => void, count: (piece: Buffer) => void }} watch
 * @returns {Promise<string | null>} why it was no whole answer, or null
 */
export function readStream(options, body, { onFirstByte, onFirstToken, count }) {
  const since = performance.now();
  return new Promise((done) => {
    const fail = (error) => done(error.code ?? error.message);
    const outgoing = request({ ...options, method: "POST", host: "127.0.0.1" });
    outgoing.once("error", fail);
    outgoing.once("response", (response) => {
      let before = Buffer.alloc(0);
      let last = before;
      let isWaiting = true;
      response.on("data", (piece) => {
        if (last.length === 0) onFirstByte(performance.now() - since);
        if (isWaiting && hasToken(piece)) {
          isWaiting = false;
          onFirstToken(performance.now() - since);
        }
        count(piece);
        before = last;
        last = piece;
      });
      response.once("error", fail);
      response.once("end", () => {
        if (response.statusCode !== 200) return done(`status ${response.statusCode}`);
        done(Buffer.concat([before, last]).includes(DONE) ? null : "cut");
      });
    });
    outgoing.end(body);
  });
}
