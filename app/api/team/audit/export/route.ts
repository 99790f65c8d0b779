import { auditFilterOf } from "@/lib/team/audit.server";
import { exportEvents } from "@/lib/team/audit-export.server";
import { AuditExportQuery } from "@/lib/team/team-request";
import { asFile, WHILE_READ } from "../../../as-file";
import { noteExport } from "../../../on-record";
import { team } from "../../../team-handler";

/** The audit log as a file; that it was taken is the first thing in it. */
export const GET = team("audit:read", async (context) => {
  const { mayStay, query, services } = context;
  const { format, ...asked } = query(AuditExportQuery);
  const filter = auditFilterOf(asked, services.now());
  await noteExport(context, { what: "audit log", format });
  const body = exportEvents(services.db, {
    ...{ filter, format, mayStay },
    onError: (error) => services.onError("an export broke off", error),
  });
  return asFile(body, {
    name: `patchbay-audit-${services.now().toISOString().slice(0, 10)}.${format}`,
    type: format,
    headers: WHILE_READ,
  });
});
