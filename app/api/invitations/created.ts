import "server-only";
import { encode } from "zod/mini";
import { AppError } from "@/lib/core/errors";
import { listInvitations } from "@/lib/team/invitations.server";
import { linkTo } from "@/lib/team/links";
import { sendInvitation } from "@/lib/team/mails.server";
import { CreatedInvitation } from "@/lib/team/team-api";
import type { Services } from "../../services";

type Made = { id: string; token: string };

/** Sends an invitation where that is possible, and answers with its link and what came of it. */
export async function answerCreated(services: Services, { id, token }: Made): Promise<Response> {
  const { db, env, mailer, now } = services;
  const origin = env.PATCHBAY_URL ?? "";
  const link = linkTo(origin, "/invite", token);
  const find = async () => (await listInvitations(db, now())).find((one) => one.id === id);
  const made = await find();
  if (!made) throw new AppError("internal");
  const { email, role, createdBy: inviter } = made;
  if (mailer && email !== null)
    await sendInvitation({ mailer, origin }, { db }, { id, email, role, inviter, link }, now());
  const shown = { ...((await find()) ?? made), link };
  return Response.json(encode(CreatedInvitation, shown), { status: 201 });
}
