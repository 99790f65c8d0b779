import { join } from "node:path";
import { freePort, startNode, untilAnswers } from "../lib/process.mjs";
import { median } from "../lib/statistics.mjs";
import { loadsFor } from "../pipe/loads.mjs";
import { bodyFor, measure, runShort, startClient } from "../pipe/measure.mjs";
import { startPatchbay } from "../pipe/targets/patchbay.mjs";

const LOCAL_OWNER = "00000000-0000-7000-8000-000000000001";
const TERMS = { limit: "1000000", period: "monthly", hard: true };
const WARMING = 200;

/** One short stream after another, and the load that the goals of the pipe speak of. */
function loads(quick) {
  const window = quick ? 1_500 : 5_000;
  const short = {
    name: "1 short stream at a time",
    streams: 1,
    rate: 0,
    events: 20,
    stagger: 0,
    warmUp: 250,
  };
  const all = [{ ...short, window, total: Number.MAX_SAFE_INTEGER }, loadsFor({ quick: false })[1]];
  return quick ? all.slice(0, 1) : all;
}

/** Milliseconds in each direction: a database in the same region, as hosted ones are. */
const AWAY = 1;

/**
 * What three hard budgets add to the first byte of a stream of the gateway: two Patchbays on Postgres take turns, one with
 * them and one without; first on the same machine, then a network away.
 * @param later takes what has to be done in the end
 * @returns by where Postgres is: milliseconds by load, and the round trip that they are compared with
 */
export async function measureFirstByte(postgres, later, options) {
  const away = await postgres.away(AWAY);
  later(away.end);
  return [
    { where: "on the same machine", ...(await measureOn(postgres, later, options)) },
    { where: `${AWAY} ms away`, ...(await measureOn(away, later, options)) },
  ];
}

async function measureOn(postgres, later, { quick, rounds }) {
  const roundTrip = await postgres.roundTrip();
  const ends = [];
  const soon = (end) => void ends.unshift(end);
  later(async () => {
    for (const end of ends.splice(0)) await end();
  });
  const upstream = await startUpstream(soon);
  const client = startClient();
  soon(client.end);
  const targets = [];
  for (const hasBudgets of [false, true]) {
    const target = await startPatchbay(upstream, { postgres });
    later(target.end);
    targets.push(target);
    if (hasBudgets) await limit(target.address);
    await runShort(client, target, WARMING);
  }
  const found = new Map();
  for (let round = 1; round <= rounds; round++) {
    for (const load of loads(quick)) {
      const figures = [];
      for (const target of targets) {
        const one = await measure(client, target, load);
        requireAnswers(one);
        figures.push(one.firstByte50);
      }
      console.log(
        `  ${load.name}: first byte ${figures.map((ms) => ms.toFixed(2)).join(" and, with budgets, ")} ms`,
      );
      found.set(load.name, [...(found.get(load.name) ?? []), figures]);
    }
  }
  // Nothing that waits for its next turn takes from the ones after.
  for (const end of ends.splice(0)) await end();
  return { roundTrip, loads: [...found].map(([name, figures]) => ({ name, ...summary(figures) })) };
}

const summary = (figures) => ({
  without: median(figures.map(([without]) => without)),
  within: median(figures.map(([, within]) => within)),
  // Of each round by itself, as both took turns in it.
  added: median(figures.map(([without, within]) => within - without)),
});

function requireAnswers({ failures, samples }) {
  const reasons = Object.entries(failures).map(([reason, count]) => `${count} × ${reason}`);
  if (reasons.length > 0 || samples === 0) throw new Error(`streams failed: ${reasons.join(", ") || "all"}`);
}

async function startUpstream(later) {
  const port = await freePort();
  const program = startNode([join(import.meta.dirname, "../pipe/upstream.mjs")], {
    env: { PORT: String(port), UPSTREAM_WORKERS: "1" },
  });
  later(program.end);
  const url = `http://127.0.0.1:${port}/api/v1`;
  await untilAnswers(program, `${url}/key`);
  return { ...program, port, url };
}

/** Sets the workspace, its owner and each of its keys a limit, and sees that they hold for what is measured. */
async function limit({ port, path, headers }) {
  const url = `http://127.0.0.1:${port}`;
  const { keys } = await (await fetch(`${url}/api/keys`)).json();
  const scopes = [
    { type: "workspace" },
    { type: "member", id: LOCAL_OWNER },
    ...keys.map(({ id }) => ({ type: "key", id })),
  ];
  for (const scope of scopes) {
    const made = await send(`${url}/api/budgets`, { ...TERMS, scope });
    if (made.status !== 201) throw new Error(`it made no budget: ${made.status} ${await made.text()}`);
  }
  const answer = await send(url + path, bodyFor({ events: 1, rate: 0 }), headers[0]);
  await answer.text();
  if (answer.status !== 200 || !answer.headers.get("x-patchbay-changed"))
    throw new Error(`budgets do not hold for what is measured: ${answer.status}`);
}

const send = (url, body, headers = {}) =>
  fetch(url, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
