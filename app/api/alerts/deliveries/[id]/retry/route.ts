import { retryDelivery } from "@/lib/alerts/list.server";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../../../handler";

/** Has what was given up sent again, with the next round. */
export const POST = handle<{ id: string }>("alerts:write", async ({ params, services }) => {
  await retryDelivery(services.db, requireId(params.id), services.now());
  return new Response(null, { status: 204 });
});
