import { encode } from "zod/mini";
import { tellAnswered } from "@/lib/alerts/tell-asks.server";
import { declineAsk } from "@/lib/budgets/asks.server";
import { BudgetAsk } from "@/lib/budgets/asks-api";
import { AskAnswer } from "@/lib/budgets/asks-request";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../../../handler";
import { onRecord } from "../../../../on-record";
import { askDetails } from "../../../details";

/** Leaves a budget as it is, though somebody asked for more of it. */
export const POST = handle<{ id: string }>("settings:write", async (context) => {
  const { actor, params, services } = context;
  const [id, { answer = null }] = [requireId(params.id), await context.body(AskAnswer)];
  const declined = await onRecord(
    context,
    async (tx, now) => {
      const ask = await declineAsk(tx, actor, id, answer, now);
      await tellAnswered(tx, ask, { account: services.account, now });
      return ask;
    },
    (ask) => ({ action: "budget.decline", objectId: ask.budgetId, details: askDetails(ask) }),
  );
  return Response.json(encode(BudgetAsk, declined));
});
