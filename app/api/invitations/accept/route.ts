import { acceptInvitation } from "@/lib/team/invitations.server";
import { InvitationAcceptance } from "@/lib/team/team-request";
import { signedIn, visitor } from "../../team-handler";

export const POST = visitor("invitation:accept", async ({ access, body, caller, services }) =>
  signedIn(
    services,
    await acceptInvitation(access, await body(InvitationAcceptance), caller, services.now()),
  ),
);
