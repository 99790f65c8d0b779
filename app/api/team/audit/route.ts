import { encode } from "zod/mini";
import { auditFilterOf, listEvents } from "@/lib/team/audit.server";
import { AuditPage } from "@/lib/team/audit-api";
import { AuditQuery } from "@/lib/team/team-request";
import { team } from "../../team-handler";

export const GET = team("audit:read", async ({ query, services }) => {
  const { before, limit, ...asked } = query(AuditQuery);
  const filter = auditFilterOf(asked, services.now());
  return Response.json(encode(AuditPage, await listEvents(services.db, { ...filter, before, limit })));
});
