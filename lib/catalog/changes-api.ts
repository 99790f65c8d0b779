import * as z from "zod/mini";
import { Id, WireInstant, WireUsd } from "@/lib/core/wire";
import { Pricing } from "./api";

/** What can change about a model; `returned`: it was gone for a while. */
export const CHANGE_KINDS = [
  "price",
  "context",
  "parameters",
  "modalities",
  "expiry",
  "new",
  "gone",
  "returned",
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

const from = <Kind extends ChangeKind, Value extends z.ZodMiniType>(kind: Kind, value: Value) =>
  z.object({ kind: z.literal(kind), before: value, after: value });

/** One thing that changed, with both sides in full. */
export const Difference = z.discriminatedUnion("kind", [
  from("price", Pricing),
  from("context", z.object({ contextLength: z.nullable(z.int()), maxCompletionTokens: z.nullable(z.int()) })),
  from("parameters", z.array(z.string())),
  from("modalities", z.object({ input: z.array(z.string()), output: z.array(z.string()) })),
  /** A day, `YYYY-MM-DD`. */
  from("expiry", z.nullable(z.string())),
  z.object({ kind: z.enum(["new", "gone", "returned"]) }),
]);
export type Difference = z.infer<typeof Difference>;

/**
 * What a change of price means in dollars on the account's own traffic of the last 30 days: the tokens that
 * were counted, at the prices before and after.
 */
export const PriceEffect = z.object({
  /** `after − before`; null when the ledger's sums cannot tell. */
  amount: z.nullable(WireUsd),
  before: z.nullable(WireUsd),
  after: z.nullable(WireUsd),
  /** Why it cannot be told: prices that depend on the hour, tokens without a price, or no tokens known at all. */
  reason: z.nullable(z.enum(["hours", "unpriced", "usage"])),
  /** How many generations ran on the model, and how many of them are counted: tokens known, not on a key of one's own at the provider. */
  generations: z.int(),
  counted: z.int(),
  /** Components that changed and that the ledger does not count (images, searches, audio). */
  uncounted: z.array(z.string()),
});
export type PriceEffect = z.infer<typeof PriceEffect>;

/** All that changed of one model between two fetched lists. */
export const ModelChange = z.object({
  id: Id,
  model: z.string(),
  name: z.string(),
  /** When the list with the change was fetched. */
  at: WireInstant,
  differences: z.array(Difference),
  /** Whether it is listed now. */
  isGone: z.boolean(),
  /** For a model that is gone: the living one that comes closest. */
  nearest: z.nullable(z.string()),
  /** Own generations on it in the last 30 days. */
  uses: z.int(),
  /** Null when no price changed or the model is not in use. */
  effect: z.nullable(PriceEffect),
});
export type ModelChange = z.infer<typeof ModelChange>;

/** `GET /api/models/changes?days=30&model=&kind=price,gone&used=true&cursor=&limit=`, newest first. */
export const ChangesPage = z.object({
  changes: z.array(ModelChange),
  nextCursor: z.nullable(z.string()),
  /** Since when changes are recorded: the first list; null when there never was one. */
  recordedSince: z.nullable(WireInstant),
  /** The own traffic that `uses` and `effect` count: from then on, 30 days or as far back as it is read. */
  trafficFrom: WireInstant,
});
export type ChangesPage = z.infer<typeof ChangesPage>;
