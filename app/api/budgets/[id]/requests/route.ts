import { encode } from "zod/mini";
import { tellAsked } from "@/lib/alerts/tell-asks.server";
import { askForMore } from "@/lib/budgets/asks.server";
import { BudgetAsk } from "@/lib/budgets/asks-api";
import { AskRequest } from "@/lib/budgets/asks-request";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../../handler";
import { onRecord } from "../../../on-record";
import { askDetails } from "../../details";

/** Asks for more of a budget than it has. */
export const POST = handle<{ id: string }>("chat:write", async (context) => {
  const { actor, params, services } = context;
  const [id, request] = [requireId(params.id), await context.body(AskRequest)];
  const asked = await onRecord(
    context,
    async (tx, now) => {
      const options = { account: services.account, now };
      const ask = await askForMore(tx, actor, id, request, options);
      await tellAsked(tx, ask, options);
      return ask;
    },
    (ask) => ({ action: "budget.ask", objectId: id, details: askDetails(ask) }),
  );
  return Response.json(encode(BudgetAsk, asked), { status: 201 });
});
