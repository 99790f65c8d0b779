import { encode } from "zod/mini";
import { spendReconciliation } from "@/lib/spend/reconciliation.server";
import { Reconciliation } from "@/lib/spend/reconciliation-api";
import { ReconciliationQuery } from "@/lib/spend/reconciliation-request";
import { handle } from "../../handler";

export const GET = handle("usage:all", async ({ services, query }) => {
  const { account, management, db } = services;
  const asked = query(ReconciliationQuery);
  const found = await spendReconciliation(db, { account, management, query: asked, now: services.now() });
  return Response.json(encode(Reconciliation, found));
});
