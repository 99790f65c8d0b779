import { requireId } from "@/lib/core/require-id";
import { revokeSession } from "@/lib/team/sessions.server";
import { team } from "../../../team-handler";

export const DELETE = team<{ id: string }>("account:write", async ({ actor, caller, params, services }) => {
  await revokeSession(services.db, actor, requireId(params.id), caller, services.now());
  return new Response(null, { status: 204 });
});
