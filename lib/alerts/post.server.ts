import "server-only";
import { Agent, request } from "undici";
import { cleanText } from "@/lib/core/storable";
import { type Reach, ReachError } from "./reach.server";

/** What became of sending something, in words for people that hold no address and no secret. */
export type Outcome = {
  ok: boolean;
  said: string;
  /** Whether the same may go well later. */
  isPassing: boolean;
};

type Posting = {
  headers?: Record<string, string>;
  /** Takes what is secret out of what a receiver says, before any of that is told. */
  blot: (said: string) => string;
};

export type Post = (address: string, body: string, posting: Posting) => Promise<Outcome>;

/** Milliseconds for all of it. */
const PATIENCE = 10_000;
/** Bytes of an answer that are read. */
const MOST_READ = 65_536;
/** Characters of an answer that are told. */
const MOST_SAID = 160;

/** Posts JSON to addresses that people gave. No redirect is followed, and nothing of an answer is believed but its status. */
export function createPost(reach: Reach, patience = PATIENCE): { post: Post; close(): Promise<void> } {
  const agent = new Agent({
    connect: { timeout: patience, lookup: reach.lookup },
    // There are few, to many places; a kept connection would have to be watched.
    pipelining: 0,
  });
  const post: Post = async (address, body, { headers = {}, blot }) => {
    const refusal = reach.refusal(address);
    if (refusal !== null) return { ok: false, said: refusal, isPassing: false };
    const signal = AbortSignal.timeout(patience);
    try {
      const answer = await request(address, {
        ...{ method: "POST", body, signal, dispatcher: agent },
        headers: { "content-type": "application/json", "user-agent": "Patchbay", ...headers },
      });
      const { statusCode, body: said } = answer;
      // What breaks off behind the status changes nothing about it: a message that was taken is not sent again.
      if (!isTaken(statusCode)) return judge(statusCode, blot(await readSome(said).catch(() => "")));
      said.on("error", () => {}).destroy();
      return { ok: true, said: `The receiver answered ${statusCode}.`, isPassing: false };
    } catch (error) {
      return { ok: false, ...describe(error, patience) };
    }
  };
  return { post, close: () => agent.close() };
}

async function readSome(body: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of body) {
    pieces.push(piece);
    size += piece.byteLength;
    if (size >= MOST_READ) break;
  }
  return Buffer.concat(pieces).subarray(0, MOST_READ).toString("utf8");
}

const isTaken = (status: number) => status >= 200 && status < 300;

const PASSING = new Set([408, 409, 425, 429]);

function judge(status: number, text: string): Outcome {
  if (status >= 300 && status < 400)
    return {
      ...{ ok: false, isPassing: false },
      said: `The receiver answered ${status}, a redirect, which is not followed.`,
    };
  const line = cleanText(text.replaceAll(/[\p{Cc}\s]+/gu, " ").trim());
  const words = line === "" ? "." : `: ${[...line].slice(0, MOST_SAID).join("")}`;
  return {
    ok: false,
    said: `The receiver answered ${status}${words}`,
    isPassing: status >= 500 || PASSING.has(status),
  };
}

const TLS = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO)/;

/** The errors themselves name the address. */
function describe(error: unknown, patience: number): Pick<Outcome, "said" | "isPassing"> {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 4; cause = cause.cause, depth++) {
    if (cause instanceof ReachError) return { said: cause.message, isPassing: false };
    const code = "code" in cause ? String(cause.code) : "";
    if (TLS.test(code))
      return {
        said: "No safe connection to the receiver came about: its certificate is not trusted.",
        isPassing: true,
      };
    if (cause.name === "TimeoutError" || /TIMEOUT|ETIMEDOUT/.test(code))
      return { said: `The receiver did not answer within ${patience / 1_000} seconds.`, isPassing: true };
    if (code === "ENOTFOUND" || code === "EAI_AGAIN")
      return { said: "The receiver's name is not known.", isPassing: true };
  }
  return { said: "The receiver could not be reached.", isPassing: true };
}
