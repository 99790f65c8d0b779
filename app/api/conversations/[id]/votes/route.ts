import { encode } from "zod/mini";
import { VoteRequest } from "@/lib/conversations/request";
import { castVote } from "@/lib/conversations/votes.server";
import { VoteAnswer } from "@/lib/conversations/votes-api";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../../handler";

/** A verdict on the answers to a question; only then is it known whose they are. */
export const POST = handle<{ id: string }>("chat:write", async ({ actor, params, services, body }) => {
  const { db, account, now, runner } = services;
  const id = requireId(params.id);
  const scope = { memberId: actor.memberId, account };
  const revealed = await castVote(db, scope, id, await body(VoteRequest), now());
  runner.live.notify(id, "facts");
  return Response.json(encode(VoteAnswer, revealed), { status: 201 });
});
