import "server-only";
import { defang } from "@/lib/core/defang";
import type { Mail, Mailer } from "@/lib/mail/mailer.server";
import { noteSending } from "./invitations.server";
import { linkTo } from "./links";
import { issueReset, RESET_MINUTES } from "./resets.server";
import type { Access } from "./secrets.server";

/** What sends messages, and the address under which Patchbay is opened. */
export type Post = { mailer: Mailer; origin: string };

/**
 * Sends whoever has this address a link to set another password; nobody is told whether there is such a person.
 * @throws MailError when the mail server does not take it
 */
export async function sendReset(
  { mailer, origin }: Post,
  access: Access,
  email: string,
  now: Date,
): Promise<void> {
  const reset = await issueReset(access, email, now);
  if (reset) await mailer.send(resetMail(email, origin, linkTo(origin, "/reset", reset.token)));
}

const resetMail = (to: string, origin: string, link: string): Mail => ({
  to,
  subject: "Another password for Patchbay",
  text: [
    `Somebody, most likely you, asked to set another password for your account at ${origin}.`,
    `This link does it. It works once, within ${RESET_MINUTES} minutes:\n\n${link}`,
    "If it was not you, leave it alone: nothing changes.",
  ].join("\n\n"),
});

type Invited = { id: string; email: string; role: string; inviter: string; link: string };

/** Sends an invitation to the address that it is for, and notes what came of it, which is no reason to fail. */
export async function sendInvitation(
  { mailer, origin }: Post,
  { db }: Pick<Access, "db">,
  invited: Invited,
  now: Date,
): Promise<void> {
  const problem = await mailer.send(invitationMail(invited, origin)).then(() => null, wordsOf);
  await noteSending(db, invited.id, problem, now);
}

const invitationMail = ({ email, role, inviter, link }: Invited, origin: string): Mail => ({
  to: email,
  subject: `${defang(inviter)} invites you to Patchbay`,
  text: [
    `${defang(inviter)} invites you to join the Patchbay at ${origin} as ${role === "admin" ? "an" : "a"} ${role}.`,
    `This link opens it. It works once, and for this address only:\n\n${link}`,
    "If you do not know what this is about, leave it alone.",
  ].join("\n\n"),
});

/** A mail server's refusal in our own words; the bundler knows its class several times, and its name once. */
const wordsOf = (error: unknown): string =>
  error instanceof Error && error.name === "MailError" ? error.message : "The message could not be sent.";
