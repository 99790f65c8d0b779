import { encode } from "zod/mini";
import { MessagesBefore } from "@/lib/conversations/api";
import { loadBefore } from "@/lib/conversations/earlier.server";
import { MessagesBeforeQuery } from "@/lib/conversations/request";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../../handler";

type Params = { id: string };

/** What was said before a message; the end of a long conversation is read first. */
export const GET = handle<Params>("chat:read", async ({ actor, params, services, query }) => {
  const asked = query(MessagesBeforeQuery);
  const messages = await loadBefore(services.db, actor.memberId, requireId(params.id), asked);
  return Response.json(encode(MessagesBefore, { messages }));
});
