import { encode } from "zod/mini";
import { AppError } from "@/lib/core/errors";
import { requireId } from "@/lib/core/require-id";
import { linkTo } from "@/lib/team/links";
import { createReset } from "@/lib/team/resets.server";
import { ResetLink } from "@/lib/team/team-api";
import { team } from "../../../../team-handler";

/** A link for a member who forgot their password, to be passed on by hand: only where none can be sent. */
export const POST = team<{ id: string }>(
  "team:write",
  async ({ access, actor, caller, params, services }) => {
    const { env, mailer, now } = services;
    if (mailer) {
      const message = "Links are sent by e-mail here. Let them ask for one on the sign-in page.";
      throw new AppError("conflict", {}, { message });
    }
    const { token, expiresAt } = await createReset(access, actor, requireId(params.id), caller, now());
    const link = linkTo(env.PATCHBAY_URL ?? "", "/reset", token);
    return Response.json(encode(ResetLink, { link, expiresAt }), { status: 201 });
  },
);
