import { encode } from "zod/mini";
import { handle } from "@/app/api/handler";
import { findAccount } from "@/lib/ledger/accounts.server";
import { GenerationPage } from "@/lib/ledger/api";
import { listGenerations } from "@/lib/ledger/list.server";
import { narrowTo } from "@/lib/ledger/narrow-to";
import { GenerationsQuery } from "@/lib/ledger/request";
import { usageScope } from "@/lib/team/actor";

export const GET = handle("ledger:read", async ({ actor, services, query }) => {
  const asked = narrowTo(usageScope(actor), query(GenerationsQuery));
  const account = await findAccount(services.db, services.account, asked.account);
  const page = await listGenerations(services.db, { ...asked, account });
  return Response.json(encode(GenerationPage, page));
});
