import { z } from "zod";
import { ZERO } from "@/lib/core/money";
import { Id } from "@/lib/core/wire";
import { plainLine } from "@/lib/team/keys-request";
import { Amount } from "./request";

const Sentence = plainLine(500).optional();

/** `POST /api/budgets/{id}/requests`. */
export const AskRequest = z.strictObject({
  amount: Amount.refine((amount) => amount > ZERO, "must be more than nothing"),
  note: Sentence,
});
export type AskRequest = z.output<typeof AskRequest>;

/** `POST /api/budgets/requests/{id}/grant` and `…/decline`. */
export const AskAnswer = z.strictObject({ answer: Sentence });

/** `GET /api/budgets`: all, or those that a key's, a member's or a route's requests fall under. */
export const BudgetsQuery = z
  .strictObject({ key: z.optional(Id), member: z.optional(Id), route: z.optional(Id) })
  .refine((query) => Object.keys(query).length <= 1, "only one of key, member and route");
export type BudgetsQuery = z.output<typeof BudgetsQuery>;
