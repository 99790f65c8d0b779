import { parseAsArrayOf, parseAsString } from "nuqs";

/** How a prompt that is not on record yet is called in the address. */
export const NEW = "new";

/** What the page shows, in the address. */
export const promptsParams = {
  q: parseAsString.withDefault(""),
  tag: parseAsArrayOf(parseAsString).withDefault([]),
  /** The prompt that is open: its id, {@link NEW}, or none. */
  prompt: parseAsString,
};
