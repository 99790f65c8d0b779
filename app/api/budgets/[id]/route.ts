import { encode } from "zod/mini";
import { Budget } from "@/lib/budgets/api";
import { changeBudget, findBudget, prepareChange, removeBudget } from "@/lib/budgets/budgets.server";
import { BudgetChange } from "@/lib/budgets/request";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../handler";
import { onRecord } from "../../on-record";
import { budgetDetails } from "../details";

type Params = { id: string };

export const GET = handle<Params>("spend:read", async ({ actor, params, services }) => {
  const options = { account: services.account, now: services.now(), actor };
  return Response.json(encode(Budget, await findBudget(services.db, requireId(params.id), options)));
});

export const PATCH = handle<Params>("settings:write", async (context) => {
  const { params, services } = context;
  const [id, change] = [requireId(params.id), await context.body(BudgetChange)];
  const { account } = services;
  const counted = await prepareChange(services.db, id, change, { account, now: services.now() });
  const changed = await onRecord(
    context,
    (tx, now) => changeBudget(tx, id, change, { account, now, counted }),
    (budget) => ({ action: "budget.change", objectId: id, details: budgetDetails(budget) }),
  );
  services.bounder.forget();
  return Response.json(encode(Budget, changed));
});

export const DELETE = handle<Params>("settings:write", async (context) => {
  const { params, services } = context;
  const id = requireId(params.id);
  await onRecord(
    context,
    async (tx, now) => {
      const budget = await findBudget(tx, id, { account: services.account, now });
      await removeBudget(tx, id, now);
      return budget;
    },
    (budget) => ({ action: "budget.remove", objectId: id, details: budgetDetails(budget) }),
  );
  services.bounder.forget();
  return new Response(null, { status: 204 });
});
