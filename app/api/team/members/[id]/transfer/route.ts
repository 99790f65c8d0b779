import { requireId } from "@/lib/core/require-id";
import { transferOwnership } from "@/lib/team/members.server";
import { team } from "../../../../team-handler";

/** Makes this member the owner, and the owner an admin. */
export const POST = team<{ id: string }>("team:transfer", async ({ actor, caller, params, services }) => {
  await transferOwnership(services.db, actor, requireId(params.id), caller, services.now());
  services.keyring.forget();
  return new Response(null, { status: 204 });
});
