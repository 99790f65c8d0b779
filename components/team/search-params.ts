import { parseAsStringLiteral } from "nuqs";

export const TEAM_VIEWS = ["members", "audit"] as const;

/** Which side of the team the page shows, in the address. */
export const teamParams = { view: parseAsStringLiteral(TEAM_VIEWS).withDefault("members") };
