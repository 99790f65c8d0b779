import { boolean, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant, usd } from "./columns";
import { member } from "./team";

export const BUDGET_SCOPES = ["workspace", "member", "key", "environment", "route", "tag"] as const;
export const BUDGET_PERIODS = ["daily", "weekly", "monthly", "total"] as const;

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
    auditedAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.budgetId, table.account, table.startsAt] })],
);
