import * as z from "zod/mini";
import { Id, WireInstant, WireUsd } from "@/lib/core/wire";
import { Budget } from "./api";
import { ASK_STATES } from "./asks";

/** Somebody's request for more of a budget, with what was answered. */
export const BudgetAsk = z.object({
  id: Id,
  budgetId: Id,
  /** The budget as it was when somebody asked; it may be gone. */
  scope: Budget.shape.scope,
  period: Budget.shape.period,
  /** When it was to begin anew; null for a total. */
  resetsAt: z.nullable(WireInstant),
  /** Who asks. */
  member: z.string(),
  isOwn: z.boolean(),
  amount: WireUsd,
  note: z.nullable(z.string()),
  askedAt: WireInstant,
  state: z.enum(ASK_STATES),
  /** Until when more may be spent; null unless it was granted. */
  until: z.nullable(WireInstant),
  answer: z.nullable(z.object({ by: z.string(), at: WireInstant, words: z.nullable(z.string()) })),
});
export type BudgetAsk = z.infer<typeof BudgetAsk>;

/**
 * `GET /api/budgets/requests`, the latest first: for those who may answer whatever waits for an answer, for everyone else
 * their own of the last month.
 */
export const BudgetAskList = z.object({
  requests: z.array(BudgetAsk),
  mayAsk: z.boolean(),
  mayAnswer: z.boolean(),
});
export type BudgetAskList = z.infer<typeof BudgetAskList>;
