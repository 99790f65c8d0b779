import { conversationEvents } from "@/lib/chat/events.server";
import { findConversation } from "@/lib/conversations/conversations.server";
import { requireId } from "@/lib/core/require-id";
import { functionTime } from "../../../../function-time";
import { handle } from "../../../handler";

export const maxDuration = 300;

/** The one event stream of a conversation, with all its panes. */
export const GET = handle<{ id: string }>("chat:read", async ({ actor, mayStay, params, services }) => {
  const conversationId = requireId(params.id);
  await findConversation(services.db, actor.memberId, conversationId);
  const { env, db, runner, now, onError } = services;
  const lifetime = functionTime(env);
  const events = conversationEvents({
    ...{ db, live: runner.live, conversationId },
    ...{ lifetime, mayStay, now, onError },
  });
  return new Response(events, {
    headers: {
      "content-type": "text/event-stream",
      // Nothing on the way may compress it or wait for more of it.
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
});
