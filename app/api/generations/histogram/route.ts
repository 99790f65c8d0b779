import { encode } from "zod/mini";
import { handle } from "@/app/api/handler";
import { findAccount } from "@/lib/ledger/accounts.server";
import { Histogram } from "@/lib/ledger/api";
import { narrowTo } from "@/lib/ledger/narrow-to";
import { HistogramQuery } from "@/lib/ledger/request";
import { countGenerations } from "@/lib/spend/bars.server";
import { usageScope } from "@/lib/team/actor";

/** Where no sums serve. The embedded engine does one thing at a time, and streams wait for it meanwhile. */
const MOST_COUNTED = { pglite: 50_000, postgres: 200_000 };

export const GET = handle("ledger:read", async ({ actor, services, query }) => {
  const { db, engine } = services;
  const [now, most] = [services.now(), MOST_COUNTED[engine]];
  const asked = narrowTo(usageScope(actor), query(HistogramQuery));
  const account = await findAccount(db, services.account, asked.account);
  const histogram = await countGenerations(db, { ...asked, account, now, most });
  return Response.json(encode(Histogram, histogram));
});
