import { encode } from "zod/mini";
import { listConversations } from "@/lib/conversations/list.server";
import { ConversationList } from "@/lib/conversations/list-api";
import { ConversationsQuery } from "@/lib/conversations/request";
import { handle } from "../handler";

export const GET = handle("chat:read", async ({ actor, services, query }) => {
  const list = await listConversations(services.db, actor.memberId, query(ConversationsQuery));
  return Response.json(encode(ConversationList, list));
});
