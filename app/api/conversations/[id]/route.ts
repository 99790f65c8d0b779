import { encode } from "zod/mini";
import { Conversation } from "@/lib/conversations/api";
import { changeConversation } from "@/lib/conversations/change.server";
import { deleteConversation } from "@/lib/conversations/conversations.server";
import { loadConversation } from "@/lib/conversations/load.server";
import { ConversationChange, ConversationQuery } from "@/lib/conversations/request";
import { requireId } from "@/lib/core/require-id";
import { requestStop } from "@/lib/ledger/leases.server";
import { handle } from "../../handler";

type Params = { id: string };

export const GET = handle<Params>("chat:read", async ({ actor, params, services, query }) => {
  const { last } = query(ConversationQuery);
  const id = requireId(params.id);
  return Response.json(
    encode(Conversation, await loadConversation(services.db, actor.memberId, id, { last })),
  );
});

export const PATCH = handle<Params>("chat:write", async ({ actor, params, services, body }) => {
  const change = await body(ConversationChange);
  const id = requireId(params.id);
  await changeConversation(services.db, actor.memberId, id, change, new Date());
  services.runner.live.notify(id, "facts");
  return new Response(null, { status: 204 });
});

export const DELETE = handle<Params>("chat:write", async ({ actor, params, services }) => {
  const id = requireId(params.id);
  await deleteConversation(services.db, actor.memberId, id, services.now());
  // Nobody can read the answers any more, so nobody should pay for more of them.
  services.runner.stop(await requestStop(services.db, id, undefined, services.now()));
  return new Response(null, { status: 204 });
});
