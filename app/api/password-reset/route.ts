import { after } from "next/server";
import { AppError } from "@/lib/core/errors";
import { sendReset } from "@/lib/team/mails.server";
import { admitReset } from "@/lib/team/resets.server";
import { ResetRequest } from "@/lib/team/team-request";
import { visitor } from "../team-handler";

export const maxDuration = 300;

/**
 * Has a link sent to one's own address. The answer is the same, and as quick, whether anybody has it: who that is, is
 * looked up when the answer is out.
 */
export const POST = visitor("password:reset", async ({ access, body, caller, services }) => {
  const { env, mailer, now, onError } = services;
  if (!mailer) throw new AppError("not_found");
  const { email } = await body(ResetRequest);
  await admitReset(access, email, caller, now());
  const post = { mailer, origin: env.PATCHBAY_URL ?? "" };
  after(() =>
    sendReset(post, access, email, now()).catch((error: unknown) =>
      onError("a link to set another password could not be sent", error),
    ),
  );
  return new Response(null, { status: 204 });
});
