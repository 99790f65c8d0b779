/** What generations are grouped and filtered by, on charts, in tables, in lists and in exports alike. */
export const DIMENSIONS = [
  "model",
  "author",
  "provider",
  "member",
  "key",
  "environment",
  "route",
  "source",
  "tag",
  "finish",
  "error",
  "fallback",
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** A value of a dimension; null where a generation has none: no key, no tag, no provider known. */
export type Value = string | null;

/** The values that are wanted, or those that are not. */
export type Choice = { exclude: boolean; values: readonly Value[] };

/** What narrows a view; a dimension that is absent does not. */
export type Choices = { [Of in Dimension]?: Choice | undefined };

/** So many values a choice can have, and so many characters as text: an address does not hold more. */
export const MOST_CHOSEN = 200;
export const LONGEST_CHOICE = 8_000;

/** Whether a choice is short enough to be asked for. */
export const isAskable = (choice: Choice): boolean =>
  choice.values.length <= MOST_CHOSEN && formatChoice(choice).length <= LONGEST_CHOICE;

/** How {@link formatChoice} writes that there is none. */
const NONE = "~";
const ESCAPED = /[%,]|^[~!]/g;

/** A choice as text for an address: `a,b`, without `!a,b`; a value of its own never reads as one of the marks. */
export function formatChoice({ exclude, values }: Choice): string {
  const words = values.map((value) => (value === null ? NONE : value.replace(ESCAPED, percent)));
  return `${exclude ? "!" : ""}${words.join(",")}`;
}

const percent = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;

/** The choice that {@link formatChoice} wrote; null for what it cannot have written. */
export function parseChoice(text: string): Choice | null {
  const exclude = text.startsWith("!");
  const words = (exclude ? text.slice(1) : text).split(",");
  try {
    const values = words.map((word) => (word === NONE ? null : decodeURIComponent(word)));
    return { exclude, values: [...new Set(values)] };
  } catch {
    return null;
  }
}
