import { encode } from "zod/mini";
import { lookUpInvitation } from "@/lib/team/invitations.server";
import { InvitationPreview } from "@/lib/team/team-api";
import { InvitationLookup } from "@/lib/team/team-request";
import { visitor } from "../../team-handler";

/** What an invitation is for. Its token comes in the body, where no log has it. */
export const POST = visitor("invitation:accept", async ({ access, body, services }) => {
  const { token } = await body(InvitationLookup);
  return Response.json(encode(InvitationPreview, await lookUpInvitation(access, token, services.now())));
});
