import { encode } from "zod/mini";
import { SpendTotals } from "@/lib/spend/api";
import { TotalsQuery } from "@/lib/spend/request";
import { spendTotals } from "@/lib/spend/totals.server";
import { handle } from "../../handler";

export const GET = handle("chat:read", async ({ actor, services, query }) => {
  const totals = await spendTotals(services.db, {
    account: services.account,
    memberId: actor.memberId,
    query: query(TotalsQuery),
    now: services.now(),
  });
  return Response.json(encode(SpendTotals, totals));
});
