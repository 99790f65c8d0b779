import { AlertsSeen } from "@/lib/alerts/alerts-request";
import { markSeen } from "@/lib/alerts/list.server";
import { handle } from "../../handler";

export const POST = handle("alerts:read", async ({ actor, services, body }) => {
  const now = services.now();
  const { until = now } = await body(AlertsSeen);
  await markSeen(services.db, actor.memberId, until, now);
  return new Response(null, { status: 204 });
});
