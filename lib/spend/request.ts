import { z } from "zod";
import { Id } from "@/lib/core/wire";

/** `GET /api/spend/totals?timeZone=Europe/Berlin&conversationId=…`. */
export const TotalsQuery = z.strictObject({
  timeZone: z.string().max(64).default("UTC"),
  conversationId: z.optional(Id),
});
export type TotalsQuery = z.infer<typeof TotalsQuery>;
