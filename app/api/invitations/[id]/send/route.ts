import { AppError } from "@/lib/core/errors";
import { requireId } from "@/lib/core/require-id";
import { renewInvitation } from "@/lib/team/invitations.server";
import { team } from "../../../team-handler";
import { answerCreated } from "../../created";

export const maxDuration = 300;

/** Sends an invitation again, with another link: the one before opens nothing any more. */
export const POST = team<{ id: string }>(
  "team:write",
  async ({ access, actor, caller, params, services }) => {
    if (!services.mailer) throw new AppError("not_found");
    const id = requireId(params.id);
    const { token } = await renewInvitation(access, actor, id, caller, services.now());
    return answerCreated(services, { id, token });
  },
);
