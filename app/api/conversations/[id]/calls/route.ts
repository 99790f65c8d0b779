import { encode } from "zod/mini";
import { paneCalls } from "@/lib/chat/calls.server";
import { PaneCalls } from "@/lib/chat/calls-api";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../../handler";

/** What was asked in each pane, to be written as code. */
export const GET = handle<{ id: string }>("chat:read", async ({ actor, params, services }) => {
  const calls = await paneCalls(services, services.db, actor.memberId, requireId(params.id));
  return Response.json(encode(PaneCalls, { calls }));
});
