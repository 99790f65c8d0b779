import { median, percentile } from "../lib/statistics.mjs";

/** What each request may cost, dollars. */
const AMOUNT = 0.001;
const LARGE = { workspace: "1000000", member: "1000000", key: "1000000" };

/**
 * In the order in which they take turns. `limits`: those of the three budgets that each request falls under. `joined`: as
 * Patchbay does it, those that come while a statement is on its way go together in the next; else one statement each.
 */
const MANNERS = [
  { id: "none", name: "no budgets", limits: null, joined: true },
  { id: "budgets", name: "three budgets", limits: LARGE, joined: true },
  { id: "alone", name: "three budgets, one by one", limits: LARGE, joined: false },
];

/** So many at a time, in all, from so many processes. */
export const loadsFor = (quick) =>
  [1, 4].flatMap((processes) =>
    (quick ? [8, 200] : [1, 8, 50, 200])
      .filter((concurrent) => concurrent >= processes)
      .map((concurrent) => ({ processes, concurrent, name: nameOf(concurrent, processes) })),
  );

const nameOf = (concurrent, processes) =>
  `${concurrent} at a time, ${processes} ${processes === 1 ? "process" : "processes"}`;

/** Milliseconds in which connections are made, and after which those of whoever had its turn are closed. */
const [LEAD, PAUSE] = [200, 500];

/**
 * Admissions per second and what one takes, by load and manner; each manner has a database of its own, so that all grow
 * alike. @throws when not everything is admitted, or a counter is beyond its limit
 */
export async function measureRates(create, workers, { quick, rounds }) {
  const targets = [];
  for (const manner of MANNERS) {
    const { url } = await create();
    const { keyIds } = await workers[0].ask("prepare", { url, limits: manner.limits });
    targets.push({ ...manner, url, keyIds });
  }
  const figures = new Map();
  for (const target of targets)
    await run(workers, target, { processes: 4, concurrent: 8 }, quick ? 200 : 1_000);
  for (let round = 1; round <= rounds; round++) {
    for (const load of loadsFor(quick)) {
      for (const target of targets) {
        const found = await run(workers, target, load, quick ? 500 : 3_000);
        const key = `${load.name} ${target.id}`;
        figures.set(key, [...(figures.get(key) ?? []), found]);
        console.log(`  ${load.name}, ${target.name}: ${Math.round(found.rate)}/s`);
      }
    }
  }
  for (const { url, name } of targets) await requireNone(workers[0], url, name);
  return (load, manner) => summary(figures.get(`${load.name} ${manner}`));
}

async function run(workers, { url, keyIds, joined }, { processes, concurrent }, milliseconds) {
  const asked = { url, keyIds, joined, amount: String(AMOUNT), lead: LEAD, milliseconds, tries: 1e9 };
  const each = Math.round(concurrent / processes);
  const found = await Promise.all(
    workers.slice(0, processes).map((worker) => worker.ask("admit", { ...asked, concurrent: each })),
  );
  await new Promise((done) => setTimeout(done, PAUSE));
  for (const { failures, refused } of found)
    if (refused > 0 || Object.keys(failures).length > 0)
      throw new Error(`not everything was admitted: ${refused} refused, ${JSON.stringify(failures)}`);
  const took = found.flatMap((one) => one.took);
  const seconds = Math.max(...found.map((one) => one.seconds));
  return { rate: took.length / seconds, p50: percentile(took, 0.5), p99: percentile(took, 0.99) };
}

const summary = (found) => ({
  rate: median(found.map(({ rate }) => rate)),
  p50: median(found.map(({ p50 }) => p50)),
  p99: median(found.map(({ p99 }) => p99)),
});

/** How many requests a limit has room for; the member's is the tightest, as its keys have more together. */
const ROOM = { workspace: 1_000, member: 900, key: 250 };

/**
 * Budgets that run out while four processes ask for more, 200 at a time: exactly what the tightest has room for is admitted.
 * @returns how many were admitted and refused, and how many never got a connection. @throws when it is another number, or a counter is beyond its limit
 */
export async function useUp(create, workers) {
  const { url } = await create();
  const limits = Object.fromEntries(
    Object.entries(ROOM).map(([scope, count]) => [scope, (count * AMOUNT).toFixed(3)]),
  );
  const { keyIds } = await workers[0].ask("prepare", { url, limits });
  const asked = { url, keyIds, joined: true, amount: String(AMOUNT), lead: 0, milliseconds: 120_000 };
  const tries = (ROOM.workspace * 2) / workers.length;
  const concurrent = 200 / workers.length;
  const found = await Promise.all(
    workers.map((worker) => worker.ask("admit", { ...asked, tries, concurrent })),
  );
  const sum = (read) => found.reduce((total, one) => total + read(one), 0);
  const [admitted, refused] = [sum(({ took }) => took.length), sum((one) => one.refused)];
  const { held } = await requireNone(workers[0], url, "budgets that run out");
  if (admitted !== ROOM.member || Math.round(Number(held) / AMOUNT) !== admitted)
    throw new Error(`${admitted} were admitted and $${held} is held, of room for ${ROOM.member}`);
  return { admitted, refused, failed: tries * workers.length - admitted - refused };
}

async function requireNone(worker, url, name) {
  const found = await worker.ask("look", { url });
  if (found.overshoot !== "0") throw new Error(`${name}: $${found.overshoot} beyond the limits`);
  return found;
}
