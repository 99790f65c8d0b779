import { encode } from "zod/mini";
import { tellAnswered } from "@/lib/alerts/tell-asks.server";
import { grantAsk } from "@/lib/budgets/asks.server";
import { BudgetAsk } from "@/lib/budgets/asks-api";
import { AskAnswer } from "@/lib/budgets/asks-request";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../../../handler";
import { onRecord } from "../../../../on-record";
import { askDetails } from "../../../details";

/** Raises a budget by what somebody asked for. */
export const POST = handle<{ id: string }>("settings:write", async (context) => {
  const { actor, params, services } = context;
  const [id, { answer = null }] = [requireId(params.id), await context.body(AskAnswer)];
  const granted = await onRecord(
    context,
    async (tx, now) => {
      const options = { account: services.account, now };
      const ask = await grantAsk(tx, actor, id, answer, options);
      await tellAnswered(tx, ask, options);
      return ask;
    },
    (ask) => ({ action: "budget.grant", objectId: ask.budgetId, details: askDetails(ask) }),
  );
  return Response.json(encode(BudgetAsk, granted));
});
