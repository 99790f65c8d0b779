import { encode } from "zod/mini";
import { spendAnomalies } from "@/lib/spend/anomalies.server";
import { Anomalies } from "@/lib/spend/outlook-api";
import { AnomaliesQuery } from "@/lib/spend/outlook-request";
import { usageScope } from "@/lib/team/actor";
import { handle } from "../../handler";

export const GET = handle("spend:read", async ({ actor, services, query }) => {
  const { account, db } = services;
  const found = await spendAnomalies(db, {
    ...{ account, memberId: usageScope(actor) },
    ...{ query: query(AnomaliesQuery), now: services.now() },
  });
  return Response.json(encode(Anomalies, found));
});
