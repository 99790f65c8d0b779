import { encode } from "zod/mini";
import { Budget } from "@/lib/budgets/api";
import { recountBudget } from "@/lib/budgets/budgets.server";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../../handler";
import { onRecord } from "../../../on-record";
import { budgetDetails } from "../../details";

/** Counts a budget anew from the ledger, and lets a stopped one go on. */
export const POST = handle<{ id: string }>("settings:write", async (context) => {
  const id = requireId(context.params.id);
  const { account } = context.services;
  const counted = await onRecord(
    context,
    (tx, now) => recountBudget(tx, id, { account, now }),
    (budget) => ({ action: "budget.recount", objectId: id, details: budgetDetails(budget) }),
  );
  return Response.json(encode(Budget, counted));
});
