import { z } from "zod";
import { accountShape } from "@/lib/ledger/account-request";

const timeZone = z.string().max(64).default("UTC");

/** `GET /api/spend/outlook?timeZone=Europe/Berlin`. */
export const OutlookQuery = z.strictObject({ timeZone });
export type OutlookQuery = z.infer<typeof OutlookQuery>;

/** `GET /api/spend/forecast?timeZone=Europe/Berlin&from=2026-11-16&to=2026-11-22`: of the days from one to another. */
export const ForecastQuery = z.strictObject({ timeZone, from: z.iso.date(), to: z.iso.date() });
export type ForecastQuery = z.infer<typeof ForecastQuery>;

/** `GET /api/spend/anomalies?timeZone=Europe/Berlin&days=30&last=2026-11-20`: so many days to that one, or to today. */
export const AnomaliesQuery = z.strictObject({
  ...accountShape,
  timeZone,
  days: z.coerce.number().int().min(1).max(365).default(30),
  last: z.iso.date().optional(),
});
export type AnomaliesQuery = z.infer<typeof AnomaliesQuery>;
