import { encode } from "zod/mini";
import { loadChances } from "@/lib/conversations/load.server";
import { TokenChances } from "@/lib/conversations/token-chances";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../../../../handler";

/** How likely the tokens of an answer were, where that was asked for. */
export const GET = handle<{ id: string; messageId: string }>(
  "chat:read",
  async ({ actor, params, services }) => {
    const [id, messageId] = [requireId(params.id), requireId(params.messageId)];
    const tokens = await loadChances(services.db, actor.memberId, id, messageId);
    return Response.json(encode(TokenChances, { tokens }));
  },
);
