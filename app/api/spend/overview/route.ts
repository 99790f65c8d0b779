import { encode } from "zod/mini";
import { narrowTo } from "@/lib/ledger/narrow-to";
import { spendOverview } from "@/lib/spend/overview.server";
import { Overview } from "@/lib/spend/overview-api";
import { OverviewQuery } from "@/lib/spend/overview-request";
import { MOST_ROWS } from "@/lib/spend/reader.server";
import { usageScope } from "@/lib/team/actor";
import { handle } from "../../handler";

export const GET = handle("spend:read", async ({ actor, services, query }) => {
  const overview = await spendOverview(services.db, {
    account: services.account,
    query: narrowTo(usageScope(actor), query(OverviewQuery)),
    now: services.now(),
    mostRows: MOST_ROWS[services.engine],
  });
  return Response.json(encode(Overview, overview));
});
