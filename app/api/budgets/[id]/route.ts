import { encode } from "zod/mini";
import { Budget } from "@/lib/budgets/api";
import { changeBudget, findBudget, removeBudget } from "@/lib/budgets/budgets.server";
import { BudgetChange } from "@/lib/budgets/request";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../handler";

type Params = { id: string };

export const GET = handle<Params>("spend:read", async ({ actor, params, services }) => {
  const options = { account: services.account, now: services.now(), actor };
  return Response.json(encode(Budget, await findBudget(services.db, requireId(params.id), options)));
});

export const PATCH = handle<Params>("settings:write", async ({ params, services, body }) => {
  const change = await body(BudgetChange);
  const options = { account: services.account, now: services.now() };
  const changed = await changeBudget(services.db, requireId(params.id), change, options);
  services.bounder.forget();
  return Response.json(encode(Budget, changed));
});

export const DELETE = handle<Params>("settings:write", async ({ params, services }) => {
  await removeBudget(services.db, requireId(params.id));
  services.bounder.forget();
  return new Response(null, { status: 204 });
});
