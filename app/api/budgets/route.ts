import { encode } from "zod/mini";
import { Budget, BudgetList } from "@/lib/budgets/api";
import { createBudget, listBudgets } from "@/lib/budgets/budgets.server";
import { BudgetRequest } from "@/lib/budgets/request";
import { handle } from "../handler";

export const GET = handle("spend:read", async ({ actor, services }) => {
  const options = { account: services.account, now: services.now() };
  return Response.json(encode(BudgetList, await listBudgets(services.db, actor, options)));
});

export const POST = handle("settings:write", async ({ actor, services, body }) => {
  const request = await body(BudgetRequest);
  const options = { account: services.account, now: services.now() };
  const created = await createBudget(services.db, actor, request, options);
  services.bounder.forget();
  return Response.json(encode(Budget, created), { status: 201 });
});
