import { debounce, parseAsString } from "nuqs";

/** The list's state in the address. */
export const conversationsParams = {
  // Written once one has stopped typing.
  q: parseAsString.withDefault("").withOptions({ limitUrlUpdates: debounce(200) }),
  folder: parseAsString,
};
