import { encode } from "zod/mini";
import { AppError } from "@/lib/core/errors";
import { createInvitation, listInvitations } from "@/lib/team/invitations.server";
import { CreatedInvitation } from "@/lib/team/team-api";
import { InvitationRequest } from "@/lib/team/team-request";
import { team } from "../team-handler";

export const POST = team("team:write", async ({ access, actor, body, caller, services }) => {
  const { db, env, now } = services;
  const { id, token } = await createInvitation(access, actor, await body(InvitationRequest), caller, now());
  const made = (await listInvitations(db, now())).find((one) => one.id === id);
  if (!made) throw new AppError("internal");
  // Behind the hash: no server on the way, and no log of one, gets to see it.
  const link = `${new URL("/invite", env.PATCHBAY_URL).href}#${token}`;
  return Response.json(encode(CreatedInvitation, { ...made, link }), { status: 201 });
});
