import { encode } from "zod/mini";
import { Budget } from "@/lib/budgets/api";
import { recountBudget } from "@/lib/budgets/budgets.server";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../../handler";

/** Counts a budget anew from the ledger, and lets a stopped one go on. */
export const POST = handle<{ id: string }>("settings:write", async ({ params, services }) => {
  const options = { account: services.account, now: services.now() };
  return Response.json(encode(Budget, await recountBudget(services.db, requireId(params.id), options)));
});
