import { Stop } from "../../scripts/stop.mjs";
import { unlessInterrupted } from "../lib/interrupt.mjs";
import { usePostgres } from "../lib/postgres.mjs";
import { writeReport } from "../lib/report.mjs";
import { measureFirstByte } from "./first-byte.mjs";
import { measureRates, useUp } from "./rates.mjs";
import { describe } from "./report.mjs";
import { startWorkers } from "./workers.mjs";

const PROCESSES = 4;

/** How many requests a second budgets admit, that none is admitted too many, and what they add to a stream's first byte. */
export async function bench({ quick, rounds }) {
  const postgres = await usePostgres();
  if (!postgres) throw new Stop("Admissions are measured on Postgres; set TEST_DATABASE_URL, or start one.");
  const options = { quick, rounds };
  const ends = [];
  const later = (end) => void ends.push(end);
  try {
    const found = await unlessInterrupted(async () => ({
      ...(await measureAdmissions(postgres, later, options)),
      ...(await tryFirstByte(postgres, later, options)),
    }));
    const text = describe(found, options);
    console.log(`\n${text}`);
    if (!quick && found.firstByte) writeReport("admission", text);
  } finally {
    // What was begun last ends first.
    for (const end of ends.reverse()) await end();
  }
}

async function measureAdmissions(postgres, later, options) {
  const create = async () => {
    const database = await postgres.create();
    later(database.drop);
    return database;
  };
  const workers = await startWorkers(PROCESSES, later);
  const usedUp = await useUp(create, workers);
  console.log(`  budgets that ran out admitted ${usedUp.admitted} and refused ${usedUp.refused}`);
  const rates = await measureRates(create, workers, options);
  // Nothing else is to be at work while streams are measured.
  await Promise.all(workers.map(({ end }) => end()));
  return { usedUp, rates };
}

/** A Patchbay that does not start, such as one that was never built, leaves the other figures as they are. */
async function tryFirstByte(postgres, later, options) {
  try {
    return { firstByte: await measureFirstByte(postgres, later, options), missing: null };
  } catch (error) {
    console.log(`first byte: left out, because ${error.message}`);
    // What a program says when it ends may name this machine.
    return { firstByte: null, missing: error.message.split("\n", 1)[0] };
  }
}
