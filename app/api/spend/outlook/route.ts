import { encode } from "zod/mini";
import { spendOutlook } from "@/lib/spend/outlook.server";
import { Outlook } from "@/lib/spend/outlook-api";
import { OutlookQuery } from "@/lib/spend/outlook-request";
import { handle } from "../../handler";

export const GET = handle("spend:read", async ({ actor, services, query }) => {
  const outlook = await spendOutlook(services.db, {
    account: services.account,
    actor,
    status: services.upstream.status,
    query: query(OutlookQuery),
    now: services.now(),
  });
  return Response.json(encode(Outlook, outlook));
});
