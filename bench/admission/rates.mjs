import { median, percentile } from "../lib/statistics.mjs";

/** What each request may cost, dollars. */
const AMOUNT = "0.001";
const ENDLESS = Number.MAX_SAFE_INTEGER;
const LARGE = { workspace: "1000000", member: "1000000", key: "1000000" };

/** In the order in which they take turns. `limits`: those of the three budgets that each request falls under. */
export const MANNERS = [
  { id: "none", name: "no budgets", limits: null, joined: false },
  { id: "budgets", name: "three budgets", limits: LARGE, joined: false },
  { id: "joined", name: "three budgets, joined", limits: LARGE, joined: true },
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

/**
 * Admissions per second and what one takes, by load and manner; each manner has a database of its own, so that all grow
 * alike. @throws when a counter is beyond its limit
 */
export async function measureRates(postgres, workers, { quick, rounds }) {
  const databases = [];
  try {
    for (const manner of MANNERS) {
      const database = await postgres.create();
      databases.push({ ...manner, ...database });
      const { keyIds } = await workers[0].ask("prepare", { url: database.url, limits: manner.limits });
      databases.at(-1).keyIds = keyIds;
    }
    const figures = new Map();
    for (const database of databases) await run(workers, database, 4, 8, quick ? 200 : 1_000);
    for (let round = 1; round <= rounds; round++) {
      for (const load of loadsFor(quick)) {
        for (const database of databases) {
          const found = await run(workers, database, load.processes, load.concurrent, quick ? 500 : 3_000);
          const key = `${load.name} ${database.id}`;
          figures.set(key, [...(figures.get(key) ?? []), found]);
          console.log(`  ${load.name}, ${database.name}: ${Math.round(found.rate)}/s`);
        }
      }
    }
    for (const { url, name } of databases) await requireNone(workers[0], url, name);
    return (load, manner) => summary(figures.get(`${load.name} ${manner}`));
  } finally {
    await drop(workers, databases);
  }
}

async function run(workers, { url, keyIds, joined }, processes, concurrent, milliseconds) {
  const asked = { url, keyIds, joined, amount: AMOUNT, milliseconds, tries: ENDLESS };
  const found = await Promise.all(
    workers.slice(0, processes).map((worker) =>
      worker.ask("admit", { ...asked, concurrent: Math.max(1, Math.round(concurrent / processes)) }),
    ),
  );
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

/** Admissions that a limit has room for, of whatever the budget is for; those of keys together have more than the member. */
const ROOM = { workspace: 1_000, member: 900, key: 250 };

/**
 * Budgets that run out while all processes ask for more: exactly what the tightest has room for is admitted.
 * @returns how many were admitted and refused. @throws when it is another number, or a counter is beyond its limit
 */
export async function useUp(postgres, workers, quick) {
  const part = quick ? 0.2 : 1;
  const room = Object.fromEntries(Object.entries(ROOM).map(([scope, count]) => [scope, count * part]));
  const limits = Object.fromEntries(
    Object.entries(room).map(([scope, count]) => [scope, ((count * 1_000) / 1_000_000).toFixed(3)]),
  );
  const database = await postgres.create();
  try {
    const { keyIds } = await workers[0].ask("prepare", { url: database.url, limits });
    const tries = (room.workspace * 2) / workers.length;
    const found = await Promise.all(
      workers.map((worker) =>
        worker.ask("admit", {
          ...{ url: database.url, keyIds, amount: AMOUNT, joined: false, tries },
          ...{ concurrent: 50, milliseconds: 120_000 },
        }),
      ),
    );
    const sum = (read) => found.reduce((total, one) => total + read(one), 0);
    const [admitted, refused] = [sum(({ took }) => took.length), sum((one) => one.refused)];
    const { held } = await requireNone(workers[0], database.url, "budgets that run out");
    const isExact = admitted === room.member && Number(held) === admitted * Number(AMOUNT);
    if (!isExact) throw new Error(`${admitted} were admitted and ${held} is held, of room for ${room.member}`);
    return { admitted, refused };
  } finally {
    await drop(workers, [database]);
  }
}

async function requireNone(worker, url, name) {
  const found = await worker.ask("look", { url });
  if (found.overshoot !== "0") throw new Error(`${name}: $${found.overshoot} beyond the limits`);
  return found;
}

async function drop(workers, databases) {
  for (const { url, drop: dropOne } of databases) {
    await Promise.allSettled(workers.map((worker) => worker.ask("close", { url })));
    await dropOne();
  }
}
