import { encode } from "zod/mini";
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
    (tx, now) => askForMore(tx, actor, id, request, { account: services.account, now }),
    (ask) => ({ action: "budget.ask", objectId: id, details: askDetails(ask) }),
  );
  return Response.json(encode(BudgetAsk, asked), { status: 201 });
});
