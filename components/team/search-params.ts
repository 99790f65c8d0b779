import { parseAsString, parseAsStringLiteral } from "nuqs";
import { spanParams } from "@/components/filters/span-params";
import { SUBJECT_NAMES } from "@/lib/team/audit-api";

export const TEAM_VIEWS = ["members", "audit"] as const;

/** Which side of the team the page shows, in the address. */
export const teamParams = { view: parseAsStringLiteral(TEAM_VIEWS).withDefault("members") };

/** What of the audit log is shown: about what, done by which member, and when; without a time all of it. */
export const auditParams = { about: parseAsStringLiteral(SUBJECT_NAMES), by: parseAsString, ...spanParams };
