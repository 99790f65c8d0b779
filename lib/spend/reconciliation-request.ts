import { z } from "zod";

/** `GET /api/spend/reconciliation?from=2026-11-01&to=2026-11-19`: first and last UTC day; all that is kept when left out. */
export const ReconciliationQuery = z.strictObject({
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});
export type ReconciliationQuery = z.infer<typeof ReconciliationQuery>;
