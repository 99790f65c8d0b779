import { encode } from "zod/mini";
import { Message } from "@/lib/conversations/api";
import { loadMessage } from "@/lib/conversations/load.server";
import { deleteTurn } from "@/lib/conversations/turns.server";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../../../handler";

type Params = { id: string; messageId: string };

/** One message: an answer that has just been recorded, say. */
export const GET = handle<Params>("chat:read", async ({ actor, params, services }) => {
  const [id, messageId] = [requireId(params.id), requireId(params.messageId)];
  return Response.json(encode(Message, await loadMessage(services.db, actor.memberId, id, messageId)));
});

/** Deletes a message and all that follows from it. The ledger keeps what it cost. */
export const DELETE = handle<Params>("chat:write", async ({ actor, params, services }) => {
  const id = requireId(params.id);
  await deleteTurn(services.db, actor.memberId, id, requireId(params.messageId));
  services.runner.live.notify(id, "facts");
  return new Response(null, { status: 204 });
});
