import { revokeOtherSessions } from "@/lib/team/sessions.server";
import { team } from "../../team-handler";

/** Signs out everywhere else. */
export const DELETE = team("account:write", async ({ caller, services, session }) => {
  await revokeOtherSessions(services.db, session, caller, services.now());
  return new Response(null, { status: 204 });
});
