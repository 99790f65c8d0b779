import { encode } from "zod/mini";
import { listAsks } from "@/lib/budgets/asks.server";
import { BudgetAskList } from "@/lib/budgets/asks-api";
import { handle } from "../../handler";

export const GET = handle("spend:read", async ({ actor, services }) =>
  Response.json(encode(BudgetAskList, await listAsks(services.db, actor, services.now()))),
);
