import { encode } from "zod/mini";
import { duplicateConversation } from "@/lib/conversations/duplicate.server";
import { ConversationCreated } from "@/lib/conversations/list-api";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../../handler";

export const POST = handle<{ id: string }>("chat:write", async ({ actor, params, services }) => {
  const { db, now } = services;
  const conversationId = await duplicateConversation(db, actor.memberId, requireId(params.id), now());
  return Response.json(encode(ConversationCreated, { conversationId }), { status: 201 });
});
