import * as z from "zod/mini";
import { WireInstant } from "@/lib/core/wire";
import { Pricing } from "./api";
import { ModelChange } from "./changes-api";
import { CatalogModel } from "./model";
import { ModelUsage } from "./usage-api";

const Score = z.nullable(z.number());

/** `GET /api/models/{author}/{slug}`: everything known of one model, also of one that is gone. */
export const ModelDetails = z.object({
  /** The row as it is listed, or as it was last. */
  model: CatalogModel,
  /** When it was found missing; null while it is listed. */
  goneAt: z.nullable(WireInstant),
  /** The living models that come closest, closest first; for a model that is gone or has an end. */
  nearest: z.array(z.string()),
  /** Other rows of the same model: `:free`, `:batch`, `:thinking`. */
  variants: z.array(z.string()),
  /** Listed ids that stand for this model at present. */
  aliases: z.array(z.string()),
  /** Indices by Artificial Analysis, as the upstream hands them on. */
  benchmarks: z.nullable(z.object({ intelligence: Score, coding: Score, agentic: Score })),
  huggingFaceId: z.nullable(z.string()),
  /** Oldest first, the last one in force now; `from` is null for what it cost when records began. */
  priceHistory: z.array(z.object({ from: z.nullable(WireInstant), pricing: Pricing })),
  /** All that changed about it, newest first, the latest hundred. */
  changes: z.array(ModelChange),
  /** Since when changes are recorded. */
  recordedSince: z.nullable(WireInstant),
  /** Own measurements since `usageFrom`; null when it was not used. */
  usage: z.nullable(ModelUsage),
  usageFrom: WireInstant,
  /** When the model list was last fetched. */
  fetchedAt: z.nullable(WireInstant),
});
export type ModelDetails = z.infer<typeof ModelDetails>;
