import { join } from "node:path";
import { unlessInterrupted } from "../lib/interrupt.mjs";
import { startPatchbay } from "../lib/patchbay.mjs";
import { usePostgres } from "../lib/postgres.mjs";
import { freePort } from "../lib/process.mjs";
import { writeReport } from "../lib/report.mjs";
import { seedEmbedded, seedPostgres } from "./history.mjs";
import { addRound, measureBare, measureQuestions } from "./measure.mjs";
import { questionsOn } from "./questions.mjs";
import { describe } from "./report.mjs";
import { measureStream } from "./stream.mjs";

const ROOT = join(import.meta.dirname, "../..");
const EMBEDDED = 300_000;

/** How long the pages of spend and generations wait for their figures, on both engines with a year of history. */
export async function bench({ quick, rounds, generations }) {
  const found = [];
  const postgres = await usePostgres();
  if (postgres) found.push(await onPostgres(postgres, generations, { quick, rounds }));
  found.push(await onEmbedded(quick ? Math.min(generations, EMBEDDED) : EMBEDDED, { quick, rounds }));
  const text = describe(found, { rounds, generations });
  console.log(`\n${text}`);
  if (!quick) writeReport("spend", text);
}

async function onPostgres(postgres, generations, { quick, rounds }) {
  console.log(`Postgres: ${generations.toLocaleString("en")} generations…`);
  const history = await seedPostgres(postgres, generations);
  console.log(history.said);
  return finallyDrop(history, async () => {
    const sizes = await sizesOf(history);
    const questions = questionsOn("postgres");
    const [figures, bare] = [new Map(), new Map()];
    await withPatchbay(history, async (url) => {
      for (let round = 1; round <= rounds; round++) {
        addRound(bare, await measureBare(history));
        addRound(figures, await measureQuestions(url, questions, quick));
      }
    });
    return {
      engine: "Postgres",
      generations,
      said: history.said,
      sizes,
      questions,
      figures,
      bare,
      stream: null,
    };
  });
}

async function onEmbedded(generations, { quick, rounds }) {
  console.log(`PGlite: ${generations.toLocaleString("en")} generations…`);
  const history = await seedEmbedded(generations);
  console.log(history.said);
  return finallyDrop(history, async () => {
    const sizes = await sizesOf(history);
    const questions = questionsOn("embedded");
    const [figures, bare] = [new Map(), new Map()];
    for (let round = 1; round <= rounds; round++) addRound(bare, await measureBare(history));
    await history.release();
    const stream = await withPatchbay(history, async (url) => {
      for (let round = 1; round <= rounds; round++)
        addRound(figures, await measureQuestions(url, questions, quick));
      return measureStream(url);
    });
    return { engine: "PGlite", generations, said: history.said, sizes, questions, figures, bare, stream };
  });
}

const finallyDrop = (history, work) => unlessInterrupted(work).finally(() => history.drop());

async function withPatchbay(history, work) {
  const patchbay = await startPatchbay(ROOT, await freePort(), null, history.env);
  return work(patchbay.url).finally(() => patchbay.end());
}

/** Bytes with all indexes: of the ledger itself, and of its roll-ups. */
async function sizesOf(history) {
  const [sizes] = await history.ask(`select pg_total_relation_size('generation')::float8 as ledger,
    pg_total_relation_size('spend_rollup')::float8 as rollups`);
  return sizes;
}
