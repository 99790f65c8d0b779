import { requireId } from "@/lib/core/require-id";
import { readmitMember } from "@/lib/team/members.server";
import { team } from "../../../../team-handler";

/** Lets somebody who was removed come back through the provider. */
export const POST = team<{ id: string }>("team:write", async ({ actor, caller, params, services }) => {
  await readmitMember(services.db, actor, requireId(params.id), caller, services.now());
  return new Response(null, { status: 204 });
});
