import { encode } from "zod/mini";
import { Conversation } from "@/lib/conversations/api";
import { loadConversation } from "@/lib/conversations/load.server";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../../handler";

/** A conversation with all that was ever said in it, on all branches: to be looked at, where an export is taken away. */
export const GET = handle<{ id: string }>("chat:read", async ({ actor, params, services }) => {
  const id = requireId(params.id);
  const conversation = await loadConversation(services.db, actor.memberId, id, { allBranches: true });
  return Response.json(encode(Conversation, conversation));
});
