import { wireJson } from "@/lib/core/wire-json";
import { findAccount } from "@/lib/ledger/accounts.server";
import { narrowTo } from "@/lib/ledger/narrow-to";
import { spendOverview } from "@/lib/spend/overview.server";
import { OverviewQuery } from "@/lib/spend/overview-request";
import { MOST_ROWS } from "@/lib/spend/reader.server";
import { usageScope } from "@/lib/team/actor";
import { handle } from "../../handler";

export const GET = handle("spend:read", async ({ actor, services, query }) => {
  const asked = narrowTo(usageScope(actor), query(OverviewQuery));
  const overview = await spendOverview(services.db, {
    account: await findAccount(services.db, services.account, asked.account),
    query: asked,
    now: services.now(),
    mostRows: MOST_ROWS[services.engine],
  });
  return new Response(wireJson(overview), { headers: { "content-type": "application/json" } });
});
