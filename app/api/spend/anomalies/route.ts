import { encode } from "zod/mini";
import { findAccount } from "@/lib/ledger/accounts.server";
import { spendAnomalies } from "@/lib/spend/anomalies.server";
import { Anomalies } from "@/lib/spend/outlook-api";
import { AnomaliesQuery } from "@/lib/spend/outlook-request";
import { usageScope } from "@/lib/team/actor";
import { handle } from "../../handler";

export const GET = handle("spend:read", async ({ actor, services, query }) => {
  const { db } = services;
  const asked = query(AnomaliesQuery);
  const account = await findAccount(db, services.account, asked.account);
  const found = await spendAnomalies(db, {
    ...{ account, memberId: usageScope(actor) },
    ...{ query: asked, now: services.now() },
  });
  return Response.json(encode(Anomalies, found));
});
