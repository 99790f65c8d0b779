import { fork } from "node:child_process";
import { join } from "node:path";
import { machineSeconds, processorSeconds } from "../lib/processor.mjs";
import { percentile } from "../lib/statistics.mjs";
import { MODEL } from "./events.mjs";

/** The process that makes the load; one for all measurements, so that it is always equally warm. */
export function startClient() {
  const child = fork(join(import.meta.dirname, "client.mjs"));
  return {
    end: () => child.kill(),
    /** Runs a job; `onOpen` and `onClose` frame the time that is measured. */
    run(job, { onOpen = () => {}, onClose = () => {} } = {}) {
      return new Promise((done, fail) => {
        const gone = (code, signal) => fail(new Error(`the load client ended (${signal ?? code})`));
        child.once("exit", gone);
        child.on("message", function hear({ type, result }) {
          if (type === "open") onOpen();
          if (type === "close") onClose();
          if (type !== "done") return;
          child.off("message", hear);
          child.off("exit", gone);
          done(result);
        });
        child.send(job);
      });
    },
  };
}

/** The request for a load: the stand-in reads from the prompt what it shall send. */
export const bodyFor = ({ events, rate }) =>
  JSON.stringify({
    model: MODEL,
    stream: true,
    messages: [{ role: "user", content: `events=${events} rate=${rate}` }],
  });

const SHORT = { streams: 50, stagger: 500, warmUp: 0, window: 600_000, events: 20, rate: 0 };

/** So many short streams, fifty at a time: for what grows with every stream, or is slow with the first ones. */
export const runShort = (client, target, total) =>
  client.run({ ...SHORT, total, target: target.address, body: bodyFor(SHORT) });

/**
 * One load on one target: times in milliseconds, rates per second, processor time in seconds. `others` is how many
 * cores were busy with anything but this run; a database server is among them.
 */
export async function measure(client, target, load) {
  const read = () => ({
    target: target.pid === undefined ? null : processorSeconds(target.pid),
    // All that a run consists of are children of this process.
    ours: processorSeconds(process.pid),
    all: machineSeconds(),
  });
  let before = null;
  let after = null;
  const result = await client.run(
    { ...load, target: target.address, body: bodyFor(load) },
    { onOpen: () => (before = read()), onClose: () => (after = read()) },
  );
  const { firstBytes, firstTokens, latencies, events, pieces, seconds, busy, failures, started } = result;
  const used = before.target === null ? null : after.target - before.target;
  const others = before.all === null ? null : after.all - before.all - (after.ours - before.ours);
  return {
    firstByte50: percentile(firstBytes, 0.5),
    firstByte99: percentile(firstBytes, 0.99),
    firstToken50: percentile(firstTokens, 0.5),
    event50: percentile(latencies, 0.5),
    event99: percentile(latencies, 0.99),
    rate: events / seconds,
    joined: pieces === 0 ? null : events / pieces,
    cpuPerMillion: used === null || events === 0 ? null : (used / events) * 1e6,
    busy: used === null ? null : used / seconds,
    others: others === null ? null : Math.max(0, others / seconds),
    clientBusy: busy,
    samples: firstBytes.length,
    failures,
    started,
  };
}
