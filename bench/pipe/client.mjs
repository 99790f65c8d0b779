// The load: opens streams at one target, and says how long they took to begin and how many events came.
import { Agent } from "node:http";
import { createReading } from "./reading.mjs";
import { readStream } from "./stream.mjs";

/**
 * @typedef {object} Job
 * @property {{ port: number, path: string, headers: Record<string, string>[] }} target headers are taken in turn
 * @property {string} body what is posted
 * @property {number} streams how many are open at a time
 * @property {number} stagger milliseconds over which the first ones are started
 * @property {number} warmUp milliseconds before measuring begins
 * @property {number} window milliseconds of measuring; streams that are open then are read to their end
 * @property {number} total at most so many streams
 */

process.on("message", async (job) => {
  if (job.target) process.send?.({ type: "done", result: await run(job) });
});

/** A target that refuses everything must not be asked thousands of times a second; milliseconds. */
const REFUSED = 50;

/** @param {Job} job */
async function run(job) {
  const { target, body, streams, stagger, warmUp, window, total } = job;
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  const reading = createReading();
  const result = { firstBytes: [], firstTokens: [], failures: {}, started: 0, seconds: 0, busy: 0 };
  let isOver = false;

  async function one() {
    const isMeasured = reading.isOpen;
    const headers = target.headers[result.started % target.headers.length];
    result.started += 1;
    const failure = await readStream(
      {
        ...{ agent, port: target.port, path: target.path },
        headers: { ...headers, "content-type": "application/json", "content-length": body.length },
      },
      body,
      {
        onFirstByte: (ms) => isMeasured && result.firstBytes.push(ms),
        onFirstToken: (ms) => isMeasured && result.firstTokens.push(ms),
        count: reading.counter(),
      },
    );
    if (failure === null) return;
    result.failures[failure] = (result.failures[failure] ?? 0) + 1;
    await pause(REFUSED);
  }

  async function slot(at) {
    await pause((at / streams) * stagger);
    while (!isOver && result.started < total) await one();
  }

  const slots = Promise.all(Array.from({ length: streams }, (_, at) => slot(at)));
  await pause(warmUp);
  reading.isOpen = true;
  const since = performance.now();
  const before = process.cpuUsage();
  process.send?.({ type: "open" });
  await Promise.race([pause(window), slots]);
  reading.isOpen = false;
  isOver = true;
  const { user, system } = process.cpuUsage(before);
  result.seconds = (performance.now() - since) / 1_000;
  result.busy = (user + system) / 1e6 / result.seconds;
  process.send?.({ type: "close" });
  await slots;
  agent.destroy();
  return { ...result, ...reading.counts };
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
