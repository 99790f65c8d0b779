import { z } from "zod";
import { CHANGE_KINDS } from "@/lib/catalog/changes-api";
import { cleanText } from "@/lib/core/storable";

const Kinds = z
  .string()
  .max(100)
  .transform((text) => text.split(","))
  .pipe(z.array(z.enum(CHANGE_KINDS)).min(1));

const filters = {
  /** How many days back. */
  days: z.coerce.number().int().min(1).max(3650).default(30),
  model: z.string().min(1).max(200).transform(cleanText).optional(),
  /** One kind or several, `price,gone`. */
  kind: Kinds.optional(),
  /** Only models with own traffic in the last 30 days. */
  used: z.enum(["true", "false"]).default("false"),
};

/** `GET /api/models/changes`. */
export const ChangesQuery = z.strictObject({
  ...filters,
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ChangesQuery = z.infer<typeof ChangesQuery>;

/** `GET /api/models/changes/feed`: Atom, or JSON Feed when asked for. */
export const FeedQuery = z.strictObject({ ...filters, format: z.enum(["atom", "json"]).default("atom") });
export type FeedQuery = z.infer<typeof FeedQuery>;
