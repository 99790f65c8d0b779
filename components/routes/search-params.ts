import { debounce, parseAsString, parseAsStringLiteral } from "nuqs";

export const SHOWN = ["active", "archived", "all"] as const;

/** Which routes the list shows, in the address. */
export const routesParams = {
  show: parseAsStringLiteral(SHOWN).withDefault("active"),
  q: parseAsString.withDefault("").withOptions({ limitUrlUpdates: debounce(200) }),
};

export const SETTINGS = ["providers", "parameters", "format", "tools", "plugins"] as const;

export const VIEWS = ["request", "code", "try", "break", "forecast", "versions", "names"] as const;

/** What of one route is in sight. */
export const routeParams = {
  /** The arm whose chain is shown; the first one unless it is named. */
  arm: parseAsString,
  settings: parseAsStringLiteral(SETTINGS).withDefault("providers"),
  view: parseAsStringLiteral(VIEWS).withDefault("request"),
};
