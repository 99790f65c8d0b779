import { encode } from "zod/mini";
import { handle } from "@/app/api/handler";
import { GenerationPage } from "@/lib/ledger/api";
import { listGenerations } from "@/lib/ledger/list.server";
import { narrowTo } from "@/lib/ledger/narrow-to";
import { GenerationsQuery } from "@/lib/ledger/request";
import { usageScope } from "@/lib/team/actor";

export const GET = handle("ledger:read", async ({ actor, services, query }) => {
  const asked = narrowTo(usageScope(actor), query(GenerationsQuery));
  const page = await listGenerations(services.db, { ...asked, account: services.account });
  return Response.json(encode(GenerationPage, page));
});
