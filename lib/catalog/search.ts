import { stripVariant } from "./find-model";
import type { ListedModel } from "./listing";

/** Lower case without accents: the form in which names are compared. */
export const fold = (text: string): string =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();

/** What was typed, read once for all rows. */
type Search = { text: string; words: string[] };

/** Nobody types more, and each word is looked for in every row. */
const MOST_CHARACTERS = 200;
const MOST_WORDS = 8;

/** @returns null for a search that asks for nothing */
function readSearch(search: string): Search | null {
  const text = stripVariant(fold(search.slice(0, MOST_CHARACTERS))).replace(/^~/, "");
  const words = text.split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
  return words.length === 0 ? null : { text, words };
}

/** What a search reads of whatever it looks for. */
export type Searched = Pick<ListedModel, "id" | "slug" | "name" | "title" | "words">;

/**
 * What answers a search, best first: the exact id, then what begins with it, then what has all of its words, at their
 * beginnings or within, then what has their letters in order. Without a search all of it.
 * @param order puts equals in order
 */
export function rank<Row extends Searched>(
  rows: readonly Row[],
  search: string,
  order: (left: Row, right: Row) => number,
): Row[] {
  const wanted = readSearch(search);
  if (wanted === null) return rows.toSorted(order);
  return rows
    .map((row) => ({ row, points: relevance(row, wanted) }))
    .filter(({ points }) => points > 0)
    .sort((left, right) => right.points - left.points || order(left.row, right.row))
    .map(({ row }) => row);
}

/** The models that answer a search. Equals go by how often they were used here, then by age, newest first. */
export const rankModels = (
  models: readonly ListedModel[],
  search: string,
  uses: ReadonlyMap<string, number>,
): ListedModel[] => rank(models, search, byPopularity(uses));

export const byPopularity =
  (uses: ReadonlyMap<string, number>) =>
  ({ model: left }: ListedModel, { model: right }: ListedModel): number =>
    (uses.get(right.id) ?? 0) - (uses.get(left.id) ?? 0) ||
    (right.created ?? 0) - (left.created ?? 0) ||
    (left.id < right.id ? -1 : 1);

/** Whole numbers are ranks; letters in order are worth less than one, the tighter the more. */
function relevance({ id, slug, name, title, words }: Searched, { text, words: asked }: Search): number {
  if (id === text) return 6;
  if (slug === text || name === text || title === text) return 5;
  if (id.startsWith(text) || slug.startsWith(text) || name.startsWith(text) || title.startsWith(text))
    return 4;
  let least = 3;
  let loose = 0;
  for (const word of asked) {
    const points = wordRelevance(words, word);
    if (points === 0) return 0;
    least = Math.min(least, points);
    loose += Math.min(1, points);
  }
  return least >= 1 ? least : loose / asked.length - TIE;
}

/** Keeps a search of which one word fits loosely below those where all stand there. */
const TIE = 1e-9;

function wordRelevance(text: string, word: string): number {
  if (!text.includes(word)) return tightness(text, word);
  return startsWord(text, word) ? 3 : 2;
}

function startsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || SEPARATORS.includes(text.charAt(at - 1))) return true;
  }
  return false;
}

const SEPARATORS = " /:._-()~";

/** Two letters in order are found nearly everywhere. */
const LEAST_LETTERS = 3;
const LOOSEST = 3;

/** How closely the letters of a word follow each other in a text, below 1; 0 when they do not, or too loosely. */
function tightness(text: string, word: string): number {
  if (word.length < LEAST_LETTERS) return 0;
  let best = 0;
  for (
    let start = text.indexOf(word.charAt(0));
    start >= 0;
    start = text.indexOf(word.charAt(0), start + 1)
  ) {
    const end = lastOf(text, word, start);
    if (end < 0) break;
    best = Math.max(best, word.length / (end - start + 1));
  }
  return best * LOOSEST < 1 ? 0 : Math.min(best, 0.99);
}

/** Where the last letter falls when they are taken in order from a start on; -1 when one is missing. */
function lastOf(text: string, word: string, start: number): number {
  let at = start;
  for (let letter = 1; letter < word.length; letter += 1) {
    at = text.indexOf(word.charAt(letter), at + 1);
    if (at < 0) return -1;
  }
  return at;
}
