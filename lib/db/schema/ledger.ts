import { sql } from "drizzle-orm";
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { Failure } from "@/lib/core/errors";
import { bytes, instant, usd } from "./columns";
import { member } from "./team";

export const SOURCES = ["playground", "gateway", "suite"] as const;
export const GENERATION_STATES = ["running", "finished", "failed", "cancelled", "lost"] as const;
export const COST_STATES = ["reported", "confirmed"] as const;

/** One provider that was tried, as the upstream tells it. */
export type Attempt = {
  provider: string | null;
  model: string | null;
  status: number | null;
  latencyMs: number | null;
};

/** One request to the upstream and all that is known of it, without a word of what was said. */
export const generation = pgTable(
  "generation",
  {
    id: uuid().primaryKey(),
    /** Whose money: `sandbox`, `simulation`, or the upstream's origin and its key's hash. */
    account: text().notNull(),
    memberId: uuid()
      .notNull()
      .references(() => member.id),
    keyId: uuid(),
    source: text({ enum: SOURCES }).notNull(),
    conversationId: uuid(),
    messageId: uuid(),
    /** The models asked for, in the order in which they are to be tried. */
    models: text().array().notNull(),
    parameters: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    tags: text().array().notNull().default(sql`'{}'::text[]`),
    /** The route that chose the models, which of its versions, and which arm of it was drawn. */
    routeId: uuid(),
    routeVersion: integer(),
    routeArm: text(),

    state: text({ enum: GENERATION_STATES }).notNull(),
    leaseOwner: text(),
    leaseUntil: instant(),
    stopRequestedAt: instant(),
    upstreamId: text(),
    model: text(),
    provider: text(),
    attempts: jsonb().$type<Attempt[]>(),
    finishReason: text(),
    nativeFinishReason: text(),
    failure: jsonb().$type<Failure>(),

    promptTokens: integer(),
    completionTokens: integer(),
    reasoningTokens: integer(),
    cachedTokens: integer(),
    cacheWriteTokens: integer(),

    estimate: usd(),
    /** What it cost, always the sum of its entries; null while unknown. */
    cost: usd(),
    costState: text({ enum: COST_STATES }),
    /** What the provider billed on the team's own key at that provider. */
    upstreamCost: usd(),
    isByok: boolean(),
    /** The catalogue prices of the first model when the request was sent. */
    priceSnapshot: jsonb().$type<Record<string, unknown>>(),

    startedAt: instant().notNull(),
    /** When the request was written; time to first token counts from here. */
    sentAt: instant(),
    endedAt: instant(),
    settledAt: instant(),
    confirmedAt: instant(),
    ttftMs: integer(),
    durationMs: integer(),
    /** The upstream's own time to first token. */
    upstreamLatencyMs: integer(),

    /** When to ask the upstream for the final figures next; null when there is nothing left to ask. */
    confirmAt: instant(),
    confirmTries: integer().notNull().default(0),
    /** The upstream's own record, less what identifies the account. */
    stats: jsonb().$type<Record<string, unknown>>(),
  },
  (table) => [
    // With what charts of the explorer add up, so that they need not look at the rows.
    index("generation_by_start").on(table.account, table.startedAt, table.id, table.state, table.cost),
    index("generation_running").on(table.leaseUntil).where(sql`state = 'running'`),
    index("generation_to_confirm").on(table.confirmAt).where(sql`confirm_at is not null`),
    // Also for whoever knows only how it begins.
    index("generation_by_upstream_id").on(table.upstreamId.op("text_pattern_ops")),
    index("generation_by_conversation").on(table.conversationId),
    // What lists are narrowed to most: each in the order of the list, so that a page costs the same at any depth.
    index("generation_by_model").on(
      table.account,
      sql`coalesce(model, models[1], 'unknown')`,
      table.startedAt,
      table.id,
    ),
    index("generation_by_key")
      .on(table.account, table.keyId, table.startedAt, table.id)
      .where(sql`key_id is not null`),
    index("generation_failed")
      // With the same.
      .on(table.account, table.startedAt, table.id, table.state, table.cost)
      .where(sql`state in ('failed', 'lost')`),
    index("generation_of_unknown_cost").on(table.account, table.startedAt, table.id).where(sql`cost is null`),
    // What OpenRouter charges for providers' own keys, of a month.
    index("generation_byok")
      .on(table.account, table.startedAt, table.memberId, table.cost)
      .where(sql`is_byok`),
    // What may have used the day's free answers: asked of a free model, or answered by one.
    index("generation_free")
      .on(table.account, table.startedAt)
      .where(sql`upstream_id is not null and (model like '%:free' or model = 'openrouter/free'
        or models[1] like '%:free' or models[1] = 'openrouter/free')`),
    // Nearly all leave it within a minute, so it stays small.
    index("generation_unconfirmed").on(table.account, table.startedAt).where(sql`cost_state = 'reported'`),
    index("generation_by_route").on(table.routeId, table.startedAt).where(sql`route_id is not null`),
  ],
);

/** Money, append-only. Corrections are further entries; triggers refuse everything else. */
export const entry = pgTable(
  "entry",
  {
    id: uuid().primaryKey(),
    generationId: uuid()
      .notNull()
      .references(() => generation.id),
    account: text().notNull(),
    kind: text({ enum: ["settle", "adjust"] }).notNull(),
    amount: usd().notNull(),
    /** Where the figure comes from: the stream's usage, the upstream's record, or a refusal that costs nothing. */
    basis: text({ enum: ["usage", "stats", "refusal"] }).notNull(),
    bookedAt: instant().notNull(),
  },
  (table) => [
    uniqueIndex("entry_settles_once").on(table.generationId).where(sql`kind = 'settle'`),
    index("entry_by_generation").on(table.generationId),
    index("entry_by_booking").on(table.account, table.bookedAt),
  ],
);

/** Money set aside while a generation runs. It ends with its generation and never becomes its price. */
export const hold = pgTable(
  "hold",
  {
    id: uuid().primaryKey(),
    generationId: uuid()
      .notNull()
      .references(() => generation.id),
    account: text().notNull(),
    /** The most it can cost; null when the catalogue cannot bound it. */
    amount: usd(),
    /** Whether what is sent keeps its cost within the amount, whichever provider answers. */
    isBinding: boolean().notNull().default(false),
    createdAt: instant().notNull(),
    endedAt: instant(),
    /** Why it ended: the cost is booked, nothing was spent, or nobody can say what was. */
    outcome: text({ enum: ["booked", "released", "unresolved"] }),
  },
  (table) => [
    uniqueIndex().on(table.generationId),
    index("hold_open").on(table.account).where(sql`ended_at is null`),
  ],
);

/** The bytes of a running stream, for whoever joins late or from another instance. */
export const streamSegment = pgTable(
  "stream_segment",
  {
    generationId: uuid()
      .notNull()
      .references(() => generation.id, { onDelete: "cascade" }),
    position: integer().notNull(),
    bytes: bytes().notNull(),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.generationId, table.position] })],
);
