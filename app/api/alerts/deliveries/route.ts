import { encode } from "zod/mini";
import { AlertDeliveryPage } from "@/lib/alerts/alerts-api";
import { AlertDeliveryQuery } from "@/lib/alerts/alerts-request";
import { listDeliveries } from "@/lib/alerts/list.server";
import { handle } from "../../handler";

export const GET = handle("alerts:all", async ({ services, query }) => {
  const page = await listDeliveries(services.db, services.account, query(AlertDeliveryQuery));
  return Response.json(encode(AlertDeliveryPage, page));
});
