import { parseAsStringLiteral } from "nuqs";

export const PERIODS = ["7d", "30d", "90d", "1y"] as const;

/** How far back each of them reaches. */
export const DAYS: Record<(typeof PERIODS)[number], number> = { "7d": 7, "30d": 30, "90d": 90, "1y": 365 };

export const votesParams = { period: parseAsStringLiteral(PERIODS).withDefault("1y") };
