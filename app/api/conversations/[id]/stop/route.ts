import { encode } from "zod/mini";
import { StopRequest } from "@/lib/chat/request";
import { StopAnswer } from "@/lib/chat/start-api";
import { findConversation } from "@/lib/conversations/conversations.server";
import { requireId } from "@/lib/core/require-id";
import { requestStop } from "@/lib/ledger/leases.server";
import { handle } from "../../../handler";

/** Asks running answers to stop; they settle on their own, and the event stream says when. */
export const POST = handle<{ id: string }>("chat:write", async ({ actor, params, services, body }) => {
  const id = requireId(params.id);
  const { generationIds } = await body(StopRequest);
  await findConversation(services.db, actor.memberId, id);
  const stopping = await requestStop(services.db, id, generationIds, services.now());
  services.runner.stop(stopping);
  return Response.json(encode(StopAnswer, { stopping: stopping.length }), { status: 202 });
});
