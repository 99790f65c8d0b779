import { encode } from "zod/mini";
import { Budget, BudgetList } from "@/lib/budgets/api";
import { BudgetsQuery } from "@/lib/budgets/asks-request";
import { listBudgets, prepareBudget, restoreBudget } from "@/lib/budgets/budgets.server";
import { BudgetRequest } from "@/lib/budgets/request";
import { handle } from "../handler";
import { onRecord } from "../on-record";
import { budgetDetails } from "./details";

export const GET = handle("spend:read", async ({ actor, query, services }) => {
  const options = { account: services.account, now: services.now(), of: query(BudgetsQuery) };
  return Response.json(encode(BudgetList, await listBudgets(services.db, actor, options)));
});

export const POST = handle("settings:write", async (context) => {
  const { actor, services } = context;
  const request = await context.body(BudgetRequest);
  const { account } = services;
  const id = await prepareBudget(services.db, actor, request, { account, now: services.now() });
  const created = await onRecord(
    context,
    (tx, now) => restoreBudget(tx, id, { account, now }),
    (budget) => ({ action: "budget.create", objectId: budget.id, details: budgetDetails(budget) }),
  );
  services.bounder.forget();
  return Response.json(encode(Budget, created), { status: 201 });
});
