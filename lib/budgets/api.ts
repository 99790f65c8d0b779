import * as z from "zod/mini";
import { Id, WireInstant, WireUsd } from "@/lib/core/wire";
import { BUDGET_PERIODS, BUDGET_SCOPES } from "./terms";

/** A budget with the figures of its current period, by the time of admission. */
export const Budget = z.object({
  id: Id,
  scope: z.object({
    type: z.enum(BUDGET_SCOPES),
    id: z.nullable(z.string()),
    /** What people call it; null for the workspace, and for what is no longer there. */
    name: z.nullable(z.string()),
  }),
  limit: WireUsd,
  /** What may be spent beyond the limit, and until when; null when that is over. */
  raise: z.nullable(z.object({ amount: WireUsd, until: WireInstant })),
  period: z.enum(BUDGET_PERIODS),
  timeZone: z.string(),
  /** Whether it refuses what does not fit; else it only tells. */
  hard: z.boolean(),
  spent: WireUsd,
  /** Set aside for what runs, or whose cost is not known yet. */
  held: WireUsd,
  /** What is left of limit and raise. */
  left: WireUsd,
  startsAt: WireInstant,
  /** Null for a total, which never begins anew. */
  resetsAt: z.nullable(WireInstant),
  /** Since when its counter is known to be wrong; a hard budget admits nothing until it is counted anew. */
  stoppedAt: z.nullable(WireInstant),
  /** When it last had no room for a request, to the minute; null when it had for all of this period, or since its terms changed. */
  refusedAt: z.nullable(WireInstant),
  /** What that request may have cost at most; of several within an hour the least that would still not fit. */
  refusedAmount: z.nullable(WireUsd),
  /** The most that was set aside for one request in the hour before; null when nothing was, or nothing was refused in it. */
  largestHold: z.nullable(WireUsd),
  createdAt: WireInstant,
});
export type Budget = z.infer<typeof Budget>;

/** `GET /api/budgets`, the workspace's first. */
export const BudgetList = z.object({ budgets: z.array(Budget), mayChange: z.boolean() });
export type BudgetList = z.infer<typeof BudgetList>;
