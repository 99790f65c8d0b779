import * as z from "zod/mini";
import { WireFailure, WireInstant } from "@/lib/core/wire";
import { CatalogModel, PriceOverride, Prices } from "./model";

/** All that a row says about prices. */
export const Pricing = z.object({ prices: Prices, overrides: z.array(PriceOverride) });
export type Pricing = z.infer<typeof Pricing>;

/** How long a change of price is marked in lists, days. */
export const REPRICED_DAYS = 30;

/** A model that the upstream lists no more. */
export const GoneModel = z.object({
  id: z.string(),
  canonicalSlug: z.nullable(z.string()),
  name: z.string(),
  goneAt: WireInstant,
  /** The last known prices. */
  prices: Prices,
  /** The living model that comes closest; null when none does. */
  nearest: z.nullable(z.string()),
});
export type GoneModel = z.infer<typeof GoneModel>;

/** `GET /api/models` and `POST /api/models/refresh`. */
export const CatalogResponse = z.object({
  models: z.array(CatalogModel),
  /** When the list was last fetched; null when there never was one. */
  fetchedAt: z.nullable(WireInstant),
  /** Why the last refresh failed, when it did; the list is then the last good one. */
  failure: z.nullable(WireFailure),
  /** How many rows could not be read at all. */
  unreadable: z.int(),
  /** By model: its last change of price within {@link REPRICED_DAYS}, and what it cost until then. */
  repriced: z.record(z.string(), z.object({ at: WireInstant, before: Pricing })),
  /** Last gone first; some hundreds at most. */
  gone: z.array(GoneModel),
});
export type CatalogResponse = z.infer<typeof CatalogResponse>;
