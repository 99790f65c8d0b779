import { encode } from "zod/mini";
import { listAccounts } from "@/lib/ledger/accounts.server";
import { AccountList } from "@/lib/ledger/accounts-api";
import { usageScope } from "@/lib/team/actor";
import { handle } from "../handler";

export const GET = handle("ledger:read", async ({ actor, services }) => {
  // When others used an account says something of their usage.
  const asked = { current: services.account, withTimes: usageScope(actor) === undefined };
  return Response.json(encode(AccountList, { accounts: await listAccounts(services.db, asked) }));
});
