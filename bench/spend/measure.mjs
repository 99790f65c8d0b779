import { bareAggregate } from "./questions.mjs";

/** How often each question is asked before any counts: a program that just began compiles itself at its first answers. */
const BEFORE = { quick: 1, full: 3 };
/** How often each question is asked in a round. */
const TIMES = { quick: 10, full: 40 };
export const SPANS = [30, 90, 365];

/**
 * Milliseconds of each answer, by the name of its question. All are asked some times before any counts. What is refused or fails
 * is told and has no figures: the others took long to come to.
 */
export async function measureQuestions(url, questions, quick) {
  const figures = new Map();
  for (let time = 0; time < BEFORE[quick ? "quick" : "full"]; time++)
    // What fails is told when it counts.
    for (const { path } of questions) await ask(url, path).catch(() => {});
  for (const { name, path } of questions) {
    const took = [];
    try {
      await ask(url, path);
      for (let time = 0; time < (quick ? TIMES.quick : TIMES.full); time++)
        took.push(await timed(() => ask(url, path)));
      figures.set(name, took);
    } catch (error) {
      console.log(`${name}: ${error.message}`);
      figures.set(name, []);
    }
  }
  return figures;
}

/** Milliseconds of the bare aggregate, by its days. */
export async function measureBare(history) {
  const figures = new Map();
  for (const days of SPANS) figures.set(days, [await timed(() => history.ask(bareAggregate(days)))]);
  return figures;
}

/** Adds what a round found to what others did. */
export function addRound(all, round) {
  for (const [name, took] of round) all.set(name, [...(all.get(name) ?? []), ...took]);
}

/** Once more where a connection was closed for having been idle, just when it was used again. */
export const get = (address) => fetch(address).catch(() => fetch(address));

async function ask(url, path) {
  const response = await get(url + path);
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text.slice(0, 500)}`);
}

async function timed(work) {
  const since = performance.now();
  await work();
  return performance.now() - since;
}
