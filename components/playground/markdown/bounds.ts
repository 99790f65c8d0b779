/*
 * Markdown can be written so that reading it takes seconds or overflows the stack. A model's answer is anybody's
 * text, so what exceeds these bounds is shown as it is written. Honest answers stay far below them.
 */
const LONGEST_TEXT = 500_000;
const LONGEST_BLOCK = 12_000;
const MOST_LINES = 300;
const MOST_MARKS = 600;
const MOST_CELLS = 2_000;
const DEEPEST = 24;
const LONGEST_RUN = 80;

/**
 * How much of one text is drawn: a thousand empty blocks of code are a few thousand letters, and ten times as many
 * elements. What comes after is shown as it is written.
 */
export const MOST_DRAWN = 2_000;
/** Code brings its frame and its button along. */
export const weightOf = (kind: "markdown" | "code" | "plain"): number => (kind === "code" ? 5 : 1);

/** Whether a whole text should not even be cut into blocks. */
export function isTooMuchForBlocks(text: string): boolean {
  return text.length > LONGEST_TEXT || nestsTooDeep(text);
}

/** Whether one block should not be read as markdown. */
export function isTooMuch(block: string): boolean {
  return (
    block.length > LONGEST_BLOCK ||
    count(block, MARKS) > MOST_MARKS ||
    count(block, BREAK) > MOST_LINES ||
    hasTooManyCells(block) ||
    LONG_RUN.test(block)
  );
}

/** Whether a table of these lines would be too large: each row gets as many cells as the widest one has. */
export function hasTooManyCells(block: string): boolean {
  let [widest, here, lines] = [0, 0, 1];
  for (let index = 0; index < block.length; index += 1) {
    const sign = block.charAt(index);
    if (sign === "\n") [here, lines] = [0, lines + 1];
    else if (sign === "|") widest = Math.max(widest, ++here);
  }
  return widest * lines > MOST_CELLS;
}

const LONG_RUN = new RegExp(`[*_~\`\\[\\]<>!(]{${LONGEST_RUN}}`);
/** What opens emphasis, links and code, which are read in quadratic time at worst. */
const MARKS = new Set("*_~[]<`!");
const BREAK = new Set("\n");

function count(block: string, what: ReadonlySet<string>): number {
  let found = 0;
  for (let index = 0; index < block.length; index += 1) {
    if (what.has(block.charAt(index))) found += 1;
  }
  return found;
}

/** Quotes in quotes and lists in lists are read recursively. */
function nestsTooDeep(text: string): boolean {
  for (const line of text.matchAll(LINE_START)) {
    let depth = 0;
    for (const _mark of line[0].matchAll(LIST_OR_QUOTE)) depth += 1;
    if (depth > DEEPEST) return true;
    if (line[0].length > DEEPEST * 8) return true;
  }
  return false;
}

/** Everything at the start of a line that can open a quote or a list. */
const LINE_START = /^(?:[ \t>]|[-+*](?=[ \t>])|\d{1,9}[.)](?=[ \t>]))+/gm;
const LIST_OR_QUOTE = /[>\-+*]|\d+[.)]/g;
