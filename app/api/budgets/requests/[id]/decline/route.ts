import { encode } from "zod/mini";
import { declineAsk } from "@/lib/budgets/asks.server";
import { BudgetAsk } from "@/lib/budgets/asks-api";
import { AskAnswer } from "@/lib/budgets/asks-request";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../../../handler";
import { onRecord } from "../../../../on-record";
import { askDetails } from "../../../details";

/** Leaves a budget as it is, though somebody asked for more of it. */
export const POST = handle<{ id: string }>("settings:write", async (context) => {
  const { actor, params } = context;
  const [id, { answer = null }] = [requireId(params.id), await context.body(AskAnswer)];
  const declined = await onRecord(
    context,
    (tx, now) => declineAsk(tx, actor, id, answer, now),
    (ask) => ({ action: "budget.decline", objectId: ask.budgetId, details: askDetails(ask) }),
  );
  return Response.json(encode(BudgetAsk, declined));
});
