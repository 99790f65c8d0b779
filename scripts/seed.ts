import { parseArgs } from "node:util";
import { readEnvironment } from "@/app/env";
import { openStorage } from "@/app/storage";
import { SANDBOX_URL } from "@/app/upstream";
import { DirectoryLockError } from "@/lib/db/lock.server";
import { seedHistory } from "@/lib/db/seed.server";
import { seedChanges } from "@/lib/db/seed-changes.server";
import { rollUp } from "@/lib/spend/rollup-days.server";
import { LOCAL_OWNER } from "@/lib/team/actor";

const USAGE = `Fills the ledger of the sandbox with an invented history, and lets some models change meanwhile.
Beside it are a few invented members, keys that open nothing, and routes.

  npm run db:seed -- --generations 5000 --days 90 --seed 1

  --generations  how many (5000)
  --days         over how many days up to now (90)
  --until        the last moment, which repeats a history exactly (now)
  --seed         the same number invents the same history (1)
  --account      sandbox or simulation (sandbox); never a real one
  --roll-up      sum it up for the page of spend right away; a running Patchbay does so within minutes`;

const { values } = parseArgs({
  options: {
    generations: { type: "string", default: "5000" },
    days: { type: "string", default: "90" },
    seed: { type: "string", default: "1" },
    until: { type: "string" },
    account: { type: "string", default: "sandbox" },
    "roll-up": { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const whole = (name: string, text: string, most: number): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new RangeError(`--${name} is a whole number from 1 to ${most}`);
};

function moment(text: string | undefined): Date {
  const date = text === undefined ? new Date() : new Date(text);
  if (Number.isNaN(date.getTime())) throw new RangeError("--until is a date like 2026-11-21T12:00:00Z");
  return date;
}

async function main(): Promise<void> {
  if (values.help) return console.log(USAGE);
  const { account } = values;
  if (account !== "sandbox" && account !== "simulation")
    throw new RangeError("--account is sandbox or simulation");
  const options = {
    account,
    generations: whole("generations", values.generations, 20_000_000),
    days: whole("days", values.days, 3650),
    seed: whole("seed", values.seed, 2 ** 31 - 1),
    now: moment(values.until),
    memberId: LOCAL_OWNER.memberId,
  } as const;
  // The embedded database has one process; a running Patchbay keeps this one out.
  const since = performance.now();
  const database = await openStorage(readEnvironment(process.env));
  try {
    const written = await seedHistory(database.db, options);
    await seedChanges(database.db, { upstream: SANDBOX_URL, now: options.now });
    const seconds = () => Math.round(performance.now() - since) / 1_000;
    console.log(
      `${written} generations over ${options.days} days are in the ledger of the ${account} after ${seconds()} s.`,
    );
    if (values["roll-up"]) {
      const built = await rollUp(database.db, { now: () => new Date(), patience: Number.POSITIVE_INFINITY });
      console.log(`${built} quarters of an hour and days are summed up after ${seconds()} s.`);
    }
  } finally {
    await database.close();
  }
}

main().catch((error: unknown) => {
  if (error instanceof RangeError) console.error(`${error.message}\n\n${USAGE}`);
  else console.error(error instanceof DirectoryLockError ? error.message : error);
  process.exitCode = 1;
});
