import { encode } from "zod/mini";
import { DimensionValues } from "@/lib/spend/overview-api";
import { ValuesQuery } from "@/lib/spend/overview-request";
import { MOST_ROWS } from "@/lib/spend/reader.server";
import { dimensionValues } from "@/lib/spend/values.server";
import { usageScope } from "@/lib/team/actor";
import { handle } from "../../handler";

export const GET = handle("spend:read", async ({ actor, services, query }) => {
  const values = await dimensionValues(services.db, {
    account: services.account,
    memberId: usageScope(actor),
    query: query(ValuesQuery),
    now: services.now(),
    mostRows: MOST_ROWS[services.engine],
  });
  return Response.json(encode(DimensionValues, values));
});
