import { parseAsStringLiteral } from "nuqs";

export const SHOWN = ["all", "active", "ended"] as const;

export const OWNERS = ["own", "everyone"] as const;

/** Which keys the page shows, and whose, in the address. */
export const keysParams = {
  show: parseAsStringLiteral(SHOWN).withDefault("all"),
  of: parseAsStringLiteral(OWNERS).withDefault("own"),
};
