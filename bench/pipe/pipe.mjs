import { availableParallelism } from "node:os";
import { join } from "node:path";
import { unlessInterrupted } from "../lib/interrupt.mjs";
import { usePostgres } from "../lib/postgres.mjs";
import { freePort, startNode, untilAnswers } from "../lib/process.mjs";
import { untilQuiet } from "../lib/processor.mjs";
import { writeReport } from "../lib/report.mjs";
import { figure } from "../lib/table.mjs";
import { createAudit } from "./audit.mjs";
import { loadsFor } from "./loads.mjs";
import { measure, runShort, startClient } from "./measure.mjs";
import { holdOpen, runMany } from "./memory.mjs";
import { describe } from "./report.mjs";
import { createResults } from "./results.mjs";
import { targetsFor } from "./targets.mjs";

/** Cores of which the upstream may use one; small machines have none to spare. */
const CORES_PER_WORKER = 4;

/** Streams before anything is measured. */
const WARMING = 400;

/** What Patchbay adds to a stream, beside the upstream alone, a bare Next and Portkey, taking turns. */
export async function bench(options) {
  const postgres = await usePostgres();
  const roundTrip = (await postgres?.roundTrip()) ?? null;
  const workers = Math.max(1, Math.floor(availableParallelism() / CORES_PER_WORKER));
  const upstream = await startUpstream(workers);
  const client = startClient();
  const targets = [];
  try {
    await unlessInterrupted(async () => {
      const missing = await startAll(
        targetsFor({ postgres, ...options }),
        options.targets,
        upstream,
        targets,
      );
      const found = await measureAll(client, targets, options);
      const text = describe({ ...found, ...options, targets, missing, roundTrip, workers });
      console.log(`\n${text}`);
      if (isFull(options) && !options.targets) writeReport("pipe", text);
    });
  } finally {
    client.end();
    for (const { end } of targets) await end();
    await upstream.end();
  }
}

const isFull = ({ quick, load }) => !quick && load === undefined;

async function measureAll(client, targets, options) {
  const loads = loadsFor(options).filter(({ name }) => name.includes(options.load ?? ""));
  const results = createResults();
  const audit = createAudit();
  // Code is slow until it has run a while, and what all streams share is made by the first ones.
  for (const target of targets) audit.count(target, await runShort(client, target, WARMING));
  const weighed = targets.filter(({ memory }) => memory && isFull(options));
  const held = new Map();
  for (const target of weighed) {
    held.set(target.id, audit.count(target, await holdOpen(client, target)));
    say(target, "1,000 open streams", figure(held.get(target.id).perStream / 1_000, "kB each"));
  }
  for (let round = 1; round <= options.rounds; round++) {
    for (const load of loads) {
      console.log(`\nRound ${round} of ${options.rounds}: ${load.name}`);
      for (const target of targets) {
        const figures = audit.count(target, await measure(client, target, load));
        // What comes after a load, such as asking what it cost, is not the next target's business.
        await untilQuiet();
        results.add(load.name, target.id, figures);
        sayFigures(target, figures);
      }
    }
  }
  const memory = [];
  for (const target of weighed) {
    const many = audit.count(target, await runMany(client, target));
    memory.push({ ...target, held: held.get(target.id), many });
    say(target, "10,000 streams", `${figure(many.early / 1e6)} → ${figure(many.late / 1e6, "MB")}`);
  }
  return { results, memory, loads, booked: await audit.judge(targets) };
}

async function startUpstream(workers) {
  const port = await freePort();
  const program = startNode([join(import.meta.dirname, "upstream.mjs")], {
    env: { PORT: String(port), UPSTREAM_WORKERS: String(workers) },
  });
  const url = `http://127.0.0.1:${port}/api/v1`;
  await untilAnswers(program, `${url}/key`);
  return { ...program, port, url };
}

/** Starts targets one by one. One that does not start is left out; which, and why, is the answer. */
async function startAll(targets, asked, upstream, started) {
  const missing = [];
  for (const target of targets) {
    if (asked && target.id !== "bare" && !asked.includes(target.id)) continue;
    try {
      started.push({ ...target, ...(await target.start(upstream)) });
      console.log(`${target.name}: started`);
    } catch (error) {
      // What a program says when it ends may name this machine, which is nobody's business in a report.
      missing.push({ name: target.name, reason: error.message.split("\n", 1)[0] });
      console.log(`${target.name}: left out, because ${error.message}`);
    }
  }
  return missing;
}

const say = ({ name }, what, found) => console.log(`  ${name.padEnd(32)} ${what}: ${found}`);

function sayFigures(target, { firstByte50, firstByte99, rate, cpuPerMillion, clientBusy, others, failures }) {
  const failed = Object.entries(failures).map(([reason, count]) => `, ${count} × ${reason}`);
  say(
    target,
    "first byte",
    `${figure(firstByte50)} / ${figure(firstByte99, "ms")}, ${figure(rate, "events/s")}, ` +
      `CPU ${figure(cpuPerMillion)} s per million, load ${figure(clientBusy * 100)} %, others ${figure(others === null ? null : others * 100)} % of a core${failed.join("")}`,
  );
}
