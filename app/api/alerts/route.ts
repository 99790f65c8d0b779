import { encode } from "zod/mini";
import { AlertPage } from "@/lib/alerts/alerts-api";
import { AlertQuery } from "@/lib/alerts/alerts-request";
import { listAlerts } from "@/lib/alerts/list.server";
import { handle } from "../handler";

export const GET = handle("alerts:read", async ({ actor, services, query }) => {
  const reader = { ...actor, account: services.account, now: services.now() };
  return Response.json(encode(AlertPage, await listAlerts(services.db, reader, query(AlertQuery))));
});
