import { requireId } from "@/lib/core/require-id";
import { revokeInvitation } from "@/lib/team/invitations.server";
import { team } from "../../team-handler";

export const DELETE = team<{ id: string }>("team:write", async ({ actor, caller, params, services }) => {
  await revokeInvitation(services.db, actor, requireId(params.id), caller, services.now());
  return new Response(null, { status: 204 });
});
