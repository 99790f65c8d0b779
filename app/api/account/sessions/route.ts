import { endSessionsOf } from "@/lib/team/sessions.server";
import { team } from "../../team-handler";

/** Signs out everywhere else. */
export const DELETE = team("account:write", async ({ actor, services, session }) => {
  await endSessionsOf(services.db, actor.memberId, session.sessionId);
  return new Response(null, { status: 204 });
});
