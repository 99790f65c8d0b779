import { join } from "node:path";
import { Stop } from "../../scripts/stop.mjs";
import { unlessInterrupted } from "../lib/interrupt.mjs";
import { startPatchbay } from "../lib/patchbay.mjs";
import { usePostgres } from "../lib/postgres.mjs";
import { freePort } from "../lib/process.mjs";
import { writeReport } from "../lib/report.mjs";
import { measureClicks } from "./click.mjs";
import { seedEmbedded, seedPostgres } from "./history.mjs";
import { addRound, measureBare, measureQuestions } from "./measure.mjs";
import { questionsOn } from "./questions.mjs";
import { describe } from "./report.mjs";
import { measureStream } from "./stream.mjs";

const ROOT = join(import.meta.dirname, "../..");
const EMBEDDED = 300_000;

/** How long the pages of spend and generations wait for their figures, on both engines with a year of history. */
export async function bench({ quick, rounds, generations, beside, parts: asked, keep }) {
  const parts = partsOf(asked);
  const found = [];
  const asksPostgres = parts.includes("api") || parts.includes("explorer");
  const postgres = asksPostgres ? await usePostgres() : null;
  if (postgres) found.push(await onPostgres(postgres, generations, { quick, rounds, beside, parts, keep }));
  if (parts.includes("pglite"))
    found.push(await onEmbedded(quick ? Math.min(generations, EMBEDDED) : EMBEDDED, { quick, rounds }));
  const text = describe(found, { rounds, generations, beside });
  console.log(`\n${text}`);
  if (!quick && parts.length === PARTS.length) writeReport("spend", text);
}

/** What there is to measure: on Postgres both pages, and all of it on the embedded engine. */
const PARTS = ["api", "explorer", "pglite"];

function partsOf(asked = PARTS) {
  const stray = asked.find((part) => !PARTS.includes(part));
  if (stray !== undefined) throw new Stop(`${stray} is no part of spend. There are: ${PARTS.join(", ")}.`);
  return asked;
}

async function onPostgres(postgres, generations, { beside, keep, ...how }) {
  console.log(`Postgres: ${generations.toLocaleString("en")} generations…`);
  const history = await seedPostgres(postgres, generations, keep);
  console.log(history.said);
  return finallyDrop(history, async () => {
    if (beside === undefined) return askBoth(generations, history, null, how);
    console.log(`Beside it, ${beside.toLocaleString("en")} generations…`);
    const smaller = await seedPostgres(postgres, beside, keep);
    return finallyDrop(smaller, () =>
      askBoth(generations, history, { generations: beside, ...smaller }, how),
    );
  });
}

/** The same questions, in turns, of a ledger and of a smaller one where there is one beside it. */
async function askBoth(generations, history, smaller, { quick, rounds, parts }) {
  const sizes = await sizesOf(history);
  const questions = questionsOn("postgres", parts);
  const [figures, bare, clicks, besides] = [new Map(), new Map(), [], new Map()];
  const withSmaller = (work) => (smaller ? withPatchbay(smaller, work) : work(null));
  await withPatchbay(history, (url) =>
    withSmaller(async (smallerUrl) => {
      for (let round = 1; round <= rounds; round++) {
        // The bare one takes long, and stands beside the questions of spend only.
        if (parts.includes("api")) addRound(bare, await measureBare(history));
        addRound(figures, await measureQuestions(url, questions, quick));
        if (smallerUrl) addRound(besides, await measureQuestions(smallerUrl, questions, quick));
        if (parts.includes("api")) clicks.push(...(await measureClicks(url, quick)));
      }
    }),
  );
  return {
    ...{ engine: "Postgres", generations, said: history.said, sizes, questions, figures, bare, clicks },
    smaller: smaller && { generations: smaller.generations, figures: besides },
    stream: null,
  };
}

async function onEmbedded(generations, { quick, rounds }) {
  console.log(`PGlite: ${generations.toLocaleString("en")} generations…`);
  const history = await seedEmbedded(generations);
  console.log(history.said);
  return finallyDrop(history, async () => {
    const sizes = await sizesOf(history);
    const questions = questionsOn("embedded", PARTS);
    const [figures, bare] = [new Map(), new Map()];
    for (let round = 1; round <= rounds; round++) addRound(bare, await measureBare(history));
    await history.release();
    const stream = await withPatchbay(history, async (url) => {
      for (let round = 1; round <= rounds; round++)
        addRound(figures, await measureQuestions(url, questions, quick));
      return measureStream(url);
    });
    return {
      engine: "PGlite",
      generations,
      said: history.said,
      sizes,
      questions,
      figures,
      bare,
      clicks: [],
      smaller: null,
      stream,
    };
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
