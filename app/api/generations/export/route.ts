import { asFile, WHILE_READ } from "@/app/api/as-file";
import { handle } from "@/app/api/handler";
import { noteExport } from "@/app/api/on-record";
import { findAccount } from "@/lib/ledger/accounts.server";
import { countExport, exportGenerations } from "@/lib/ledger/export.server";
import { narrowTo } from "@/lib/ledger/narrow-to";
import { ExportQuery } from "@/lib/ledger/request";
import { usageScope } from "@/lib/team/actor";

/** All generations that a filter finds, as a file that is written while it is read. */
export const GET = handle("ledger:read", async (context) => {
  const { actor, mayStay, services, query } = context;
  const { format, account: wanted, ...asked } = query(ExportQuery);
  const scope = usageScope(actor);
  const filter = narrowTo(scope, asked);
  const { db, onError } = services;
  const account = await findAccount(db, services.account, wanted);
  const now = services.now();
  const total = await countExport(db, { account, filter, now });
  await noteExport(context, { what: "generations", format });
  const body = exportGenerations(db, {
    ...{ account, filter, format, now },
    // Whoever began with everyone's has nobody's once their own are all that they may see.
    mayStay: () => mayStay(scope === undefined ? "usage:all" : undefined),
    onError: (error) => onError("an export broke off", error),
  });
  return asFile(body, {
    name: `patchbay-generations-${now.toISOString().slice(0, 10)}.${format}`,
    type: format,
    headers: { ...WHILE_READ, ...(total !== null && { "x-total-count": String(total) }) },
  });
});
