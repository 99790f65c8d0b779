import * as z from "zod/mini";
import { WireInstant, WireUsd } from "@/lib/core/wire";

const Total = z.object({
  /** The sum of all known costs. */
  cost: WireUsd,
  /** How many ended without a known cost (yet); the true sum may be higher. */
  unknown: z.int(),
});

/** The answer to `GET /api/spend/totals`: one's own, whatever it was spent on. */
export const SpendTotals = z.object({
  /** The midnight from which today counts. */
  since: WireInstant,
  today: Total,
  /** Null when none was asked for. */
  conversation: z.nullable(Total),
});
export type SpendTotals = z.infer<typeof SpendTotals>;
