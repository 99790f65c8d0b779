import { parseAsString, parseAsStringLiteral } from "nuqs";
import { SUBJECT_NAMES } from "@/lib/team/audit-api";

export const TEAM_VIEWS = ["members", "audit"] as const;

/** Which side of the team the page shows, in the address. */
export const teamParams = { view: parseAsStringLiteral(TEAM_VIEWS).withDefault("members") };

/** What of the audit log is shown: about what, and done by which member. */
export const auditParams = { about: parseAsStringLiteral(SUBJECT_NAMES), by: parseAsString };
