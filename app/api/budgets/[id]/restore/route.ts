import { encode } from "zod/mini";
import { Budget } from "@/lib/budgets/api";
import { restoreBudget } from "@/lib/budgets/budgets.server";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../../handler";
import { onRecord } from "../../../on-record";
import { budgetDetails } from "../../details";

/** Takes back that a budget was taken away. */
export const POST = handle<{ id: string }>("settings:write", async (context) => {
  const id = requireId(context.params.id);
  const { account, bounder } = context.services;
  const restored = await onRecord(
    context,
    (tx, now) => restoreBudget(tx, id, { account, now }),
    (budget) => ({ action: "budget.restore", objectId: id, details: budgetDetails(budget) }),
  );
  bounder.forget();
  return Response.json(encode(Budget, restored));
});
