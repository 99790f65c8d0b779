import { sql } from "drizzle-orm";
import { boolean, index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, usd } from "./columns";
import { member } from "./team";

export const BUDGET_SCOPES = ["workspace", "member", "key", "environment", "route", "tag"] as const;
export const BUDGET_PERIODS = ["daily", "weekly", "monthly", "total"] as const;

type Scope = { type: (typeof BUDGET_SCOPES)[number]; id: string | null; name: string | null };

/** How much may be spent, on what, within which time. */
export const budget = pgTable(
  "budget",
  {
    id: uuid().primaryKey(),
    scopeType: text({ enum: BUDGET_SCOPES }).notNull(),
    /** A member's, key's or route's id, an environment or a tag by its name; empty for the workspace. */
    scopeId: text().notNull(),
    limit: usd().notNull(),
    period: text({ enum: BUDGET_PERIODS }).notNull(),
    /** Whose days, weeks and months they are. */
    timeZone: text().notNull(),
    /** Refuses what does not fit; else it only tells. */
    hard: boolean().notNull(),
    /** What may be spent beyond the limit until then; both or neither. */
    raiseAmount: usd(),
    raiseUntil: instant(),
    /** When its counter was found not to be the sum of what the ledger holds; nothing passes until it is counted anew. */
    stoppedAt: instant(),
    createdBy: uuid()
      .notNull()
      .references(() => member.id),
    createdAt: instant().notNull(),
    /** Set once it is deleted: its counters go on for as long as that can be taken back, and nothing else knows of it. */
    deletedAt: instant(),
  },
  (table) => [index("budget_by_scope").on(table.scopeType, table.scopeId)],
);

/**
 * What of a budget is spent and held in one of its periods: a cache of `generation` and `hold`, kept by their triggers in
 * the transaction of whoever changes those. A generation counts in the period in which it was admitted.
 */
export const budgetCount = pgTable(
  "budget_count",
  {
    budgetId: uuid()
      .notNull()
      .references(() => budget.id, { onDelete: "cascade" }),
    account: text().notNull(),
    startsAt: instant().notNull(),
    /** Null for a period that never ends. */
    endsAt: instant(),
    spent: usd().notNull(),
    held: usd().notNull(),
    /** When it was last compared with the ledger, or that was last tried. */
    auditedAt: instant().notNull(),
    /** When a hard budget last had no room for a request, to the minute; null when it had for all, or other terms since. */
    refusedAt: instant(),
    /** What that request may have cost at most; of several within an hour the least that would still not fit. */
    refusedAmount: usd(),
  },
  (table) => [primaryKey({ columns: [table.budgetId, table.account, table.startsAt] })],
);

/** Somebody asks for more of a budget than it has, and what was answered. */
export const budgetAsk = pgTable(
  "budget_ask",
  {
    id: uuid().primaryKey(),
    /** Refers to nothing: a budget that is taken away leaves behind what was asked of it. */
    budgetId: uuid().notNull(),
    /** What it was for, and when it was to begin anew, as it was when somebody asked. */
    scope: jsonb().$type<Scope>().notNull(),
    period: text({ enum: BUDGET_PERIODS }).notNull(),
    /** Null for a total. */
    resetsAt: instant(),
    memberId: uuid()
      .notNull()
      .references(() => member.id),
    amount: usd().notNull(),
    note: text(),
    askedAt: instant().notNull(),
    /** `lapsed` was never answered, and no longer can be. */
    state: text({ enum: ["open", "granted", "declined", "lapsed"] }).notNull(),
    answeredBy: uuid().references(() => member.id),
    answeredAt: instant(),
    answer: text(),
    /** Until when more may be spent; null unless it was granted. */
    until: instant(),
  },
  (table) => [
    uniqueIndex("budget_ask_open").on(table.budgetId, table.memberId).where(sql`state = 'open'`),
    index("budget_ask_by_member").on(table.memberId, table.askedAt),
  ],
);
