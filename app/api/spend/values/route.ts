import { encode } from "zod/mini";
import { findAccount } from "@/lib/ledger/accounts.server";
import { DimensionValues } from "@/lib/spend/overview-api";
import { ValuesQuery } from "@/lib/spend/overview-request";
import { MOST_ROWS } from "@/lib/spend/reader.server";
import { dimensionValues } from "@/lib/spend/values.server";
import { usageScope } from "@/lib/team/actor";
import { handle } from "../../handler";

export const GET = handle("spend:read", async ({ actor, services, query }) => {
  const asked = query(ValuesQuery);
  const values = await dimensionValues(services.db, {
    account: await findAccount(services.db, services.account, asked.account),
    memberId: usageScope(actor),
    query: asked,
    now: services.now(),
    mostRows: MOST_ROWS[services.engine],
  });
  return Response.json(encode(DimensionValues, values));
});
