import { revokeShare } from "@/lib/conversations/shares.server";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../../../handler";

type Params = { id: string; shareId: string };

export const DELETE = handle<Params>("chat:write", async ({ actor, params, services }) => {
  const [id, shareId] = [requireId(params.id), requireId(params.shareId)];
  await revokeShare(services.db, actor.memberId, id, shareId, services.now());
  return new Response(null, { status: 204 });
});
