import { percentile } from "../lib/statistics.mjs";
import { get } from "./measure.mjs";

/** For a whole stream, milliseconds; a busy machine takes long. */
const PATIENCE = 300_000;
const OVERVIEW = "/api/spend/overview?span=365d&groupBy=model&inside=provider";

/**
 * How long a program that reads a stream waits between two pieces, by itself and while somebody reads a year of spend
 * again and again: what the second adds is what a dashboard costs those who stream.
 * @returns milliseconds: the 99th of 100 waits and the longest, of both
 */
export async function measureStream(url) {
  const key = await createKey(url);
  const alone = await readStream(url, key);
  const done = new AbortController();
  const reading = readAgainAndAgain(url, done.signal);
  // What stops the one stops the other, whichever it is.
  const [beside, reads] = await Promise.all([readStream(url, key).finally(() => done.abort()), reading]);
  const told = (gaps) => ({ p99: percentile(gaps, 0.99), most: Math.max(...gaps), pieces: gaps.length + 1 });
  return { alone: told(alone), beside: told(beside), reads };
}

async function readStream(url, key) {
  const response = await fetch(`${url}/api/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({
      model: "google/gemini-3.5-flash",
      stream: true,
      max_tokens: 2_000,
      messages: [{ role: "user", content: "Write a long story about a switchboard." }],
    }),
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!response.ok) throw new Error(`no stream: ${response.status} ${await response.text()}`);
  const at = [];
  for await (const _ of response.body) at.push(performance.now());
  return at.slice(1).map((time, index) => time - at[index]);
}

async function readAgainAndAgain(url, signal) {
  let reads = 0;
  while (!signal.aborted) {
    const response = await get(url + OVERVIEW);
    await response.arrayBuffer();
    reads += 1;
  }
  return reads;
}

async function createKey(url) {
  const response = await fetch(`${url}/api/keys`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ name: "bench" }),
  });
  if (response.status !== 201) throw new Error(`it gave no key: ${response.status} ${await response.text()}`);
  return (await response.json()).key;
}
