import { changePassword } from "@/lib/team/sign-in.server";
import { PasswordChange } from "@/lib/team/team-request";
import { team } from "../../team-handler";

export const PUT = team("account:write", async ({ access, body, caller, services, session }) => {
  await changePassword(access, session, await body(PasswordChange), caller, services.now());
  return new Response(null, { status: 204 });
});
