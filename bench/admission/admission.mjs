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
  if (!postgres) throw new Stop("Admissions are measured on Postgres; set DATABASE_URL, or start one.");
  const options = { quick, rounds };
  const found = await unlessInterrupted(async () => {
    const admitted = await measureAdmissions(postgres, options);
    return { ...admitted, ...(await tryFirstByte(postgres, options)) };
  });
  const text = describe(found, options);
  console.log(`\n${text}`);
  if (!quick && found.firstByte) writeReport("admission", text);
}

async function measureAdmissions(postgres, options) {
  const workers = await startWorkers(PROCESSES);
  try {
    const usedUp = await useUp(postgres, workers, options.quick);
    return { usedUp, rates: await measureRates(postgres, workers, options) };
  } finally {
    await Promise.all(workers.map(({ end }) => end()));
  }
}

/** A Patchbay that does not start, such as one that was never built, leaves the other figures as they are. */
async function tryFirstByte(postgres, options) {
  try {
    return { firstByte: await measureFirstByte(postgres, options), missing: null };
  } catch (error) {
    console.log(`first byte: left out, because ${error.message}`);
    // What a program says when it ends may name this machine.
    return { firstByte: null, missing: error.message.split("\n", 1)[0] };
  }
}
