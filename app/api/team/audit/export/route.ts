import { exportEvents } from "@/lib/team/audit-export.server";
import { AuditExportQuery } from "@/lib/team/team-request";
import { noteExport } from "../../../on-record";
import { team } from "../../../team-handler";

const TYPES = { csv: "text/csv", json: "application/json" } as const;

/** The audit log as a file; that it was taken is the first thing in it. */
export const GET = team("audit:read", async (context) => {
  const { mayStay, query, services } = context;
  const { format, ...filter } = query(AuditExportQuery);
  await noteExport(context, { what: "audit log", format });
  const body = exportEvents(services.db, {
    ...{ filter, format, mayStay },
    onError: (error) => services.onError("an export broke off", error),
  });
  return new Response(body, {
    headers: {
      "content-type": `${TYPES[format]}; charset=utf-8`,
      // Saved, never shown as a page of ours.
      "content-disposition": `attachment; filename="patchbay-audit-${services.now().toISOString().slice(0, 10)}.${format}"`,
      "content-security-policy": "sandbox",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
});
