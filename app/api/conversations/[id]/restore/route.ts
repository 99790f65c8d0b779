import { restoreConversation } from "@/lib/conversations/conversations.server";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../../handler";

/** Takes back a deletion. */
export const POST = handle<{ id: string }>("chat:write", async ({ actor, params, services }) => {
  await restoreConversation(services.db, actor.memberId, requireId(params.id), services.now());
  return new Response(null, { status: 204 });
});
