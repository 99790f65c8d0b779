import { createInvitation } from "@/lib/team/invitations.server";
import { InvitationRequest } from "@/lib/team/team-request";
import { team } from "../team-handler";
import { answerCreated } from "./created";

export const maxDuration = 300;

export const POST = team("team:write", async ({ access, actor, body, caller, services }) =>
  answerCreated(
    services,
    await createInvitation(access, actor, await body(InvitationRequest), caller, services.now()),
  ),
);
