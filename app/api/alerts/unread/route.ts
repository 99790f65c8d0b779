import { encode } from "zod/mini";
import { countUnread } from "@/lib/alerts/list.server";
import { UnreadAlerts } from "@/lib/alerts/unread-api";
import { handle } from "../../handler";

export const GET = handle("alerts:read", async ({ actor, services }) => {
  const reader = { ...actor, account: services.account, now: services.now() };
  return Response.json(encode(UnreadAlerts, await countUnread(services.db, reader)));
});
