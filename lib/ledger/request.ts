import { z } from "zod";
import { isStorable } from "@/lib/core/storable";
import { WireInstant, WireUsd } from "@/lib/core/wire";
import { accountShape } from "./account-request";
import { GENERATION_STATES } from "./api";
import { choiceShape } from "./choice-request";

/** One state or several, `failed,lost`. */
const States = z
  .string()
  .max(100)
  .transform((text) => text.split(","))
  .pipe(z.array(z.enum(GENERATION_STATES)).min(1));

/** Milliseconds or tokens, as far as the database counts them. */
const Count = z
  .string()
  .regex(/^\d{1,9}$/, "must be a whole number")
  .transform(Number)
  .optional();
const Cost = z.optional(WireUsd);

/** Which generations are meant; what is absent does not narrow them. */
const filterShape = {
  ...choiceShape,
  state: States.optional(),
  /** `unknown`: only those of which nobody knows (yet) what they cost. */
  cost: z.literal("unknown").optional(),
  /** Started at or after `from` and before `to`. */
  from: z.optional(WireInstant),
  to: z.optional(WireInstant),
  /** An id of the generation, of its conversation, or the upstream's; also its beginning. */
  search: z.string().trim().max(200).refine(isStorable, "must be plain text").optional(),
  /** Both ends are part of a range; what has no such figure lies in none. */
  minCost: Cost,
  maxCost: Cost,
  minTtft: Count,
  maxTtft: Count,
  minDuration: Count,
  maxDuration: Count,
  /** Prompt and completion together. */
  minTokens: Count,
  maxTokens: Count,
};
const Filter = z.strictObject(filterShape);
export type Filter = z.infer<typeof Filter>;

/** `GET /api/generations?cursor=&limit=&model=&state=&cost=&from=&to=&search=&minCost=…`, newest first. */
export const GenerationsQuery = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  ...accountShape,
  ...filterShape,
});
export type GenerationsQuery = z.infer<typeof GenerationsQuery>;

/** `GET /api/generations/histogram?timeZone=&…`: how many there were, time by time. */
export const HistogramQuery = z.strictObject({
  timeZone: z.string().max(64).default("UTC"),
  ...accountShape,
  ...filterShape,
});
export type HistogramQuery = z.infer<typeof HistogramQuery>;

/** `GET /api/generations/export?format=csv|json&…`: all of them as a file. */
export const ExportQuery = z.strictObject({
  format: z.enum(["csv", "json"]),
  ...accountShape,
  ...filterShape,
});
