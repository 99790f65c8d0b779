import "server-only";
import type { MailError, Mailer } from "@/lib/mail/mailer.server";
import { createBlot } from "./blot";
import { toDiscord, toSlack } from "./chat-messages";
import { toMail } from "./mail-text";
import type { Message, Target } from "./message";
import { createPost, type Outcome, type Post } from "./post.server";
import { createReach } from "./reach.server";
import { signedHeaders } from "./signature.server";
import { toPayload } from "./webhook-payload";

export type Sent = Outcome & {
  /** Of e-mail: who has it now. */
  sentTo: string[];
};

export type Sender = {
  /** Sends a message to a channel once. Never throws. */
  send(target: Target, message: Message, sentTo?: readonly string[]): Promise<Sent>;
  /** Why nothing can be sent to a channel as things are; null when it can be tried. */
  problemOf(target: Pick<Target, "kind" | "address">): string | null;
  close(): Promise<void>;
};

type Options = {
  mailer: Mailer | null;
  /** Whether people sign in. */
  isTeam: boolean;
  /** Whether a team may have messages posted into private networks. */
  allowPrivate: boolean;
  now: () => Date;
  /** Milliseconds that a receiver has to answer. */
  patience?: number;
};

export const NO_MAIL = "No mail server is set up: SMTP_URL and SMTP_FROM are missing.";

export function createSender({ mailer, isTeam, allowPrivate, now, patience }: Options): Sender {
  const reach = createReach({ isTeam, allowPrivate });
  const { post, close } = createPost(reach, patience);
  return {
    close,
    problemOf({ kind, address }) {
      if (kind === "email") return mailer ? null : NO_MAIL;
      return kind === "in_app" ? null : reach.refusal(address ?? "");
    },
    async send(target, message, sentTo = []) {
      if (target.kind === "email") return mail(mailer, target, message, sentTo);
      const outcome =
        target.kind === "in_app"
          ? { ok: true, said: "It stands in the app.", isPassing: false }
          : await postTo(post, target, message, now());
      return { ...outcome, sentTo: [] };
    },
  };
}

async function postTo(post: Post, target: Target, message: Message, now: Date): Promise<Outcome> {
  const { kind, address, secret } = target;
  if (address === null) return { ok: false, said: "The channel has no address.", isPassing: false };
  // A receiver may repeat what it was sent.
  const blot = createBlot(address, secret);
  if (kind === "slack") return post(address, JSON.stringify(toSlack(message)), { blot });
  if (kind === "discord") return post(address, JSON.stringify(toDiscord(message)), { blot });
  const body = JSON.stringify(toPayload(message));
  return post(address, body, { blot, headers: signedHeaders(secret ?? "", message.id, now, body) });
}

/** To each address by itself, so that nobody sees who else is told, and one that is refused keeps no other from it. */
async function mail(
  mailer: Mailer | null,
  { addresses, timeZone }: Target,
  message: Message,
  sentTo: readonly string[],
): Promise<Sent> {
  if (mailer === null) return { ok: false, said: NO_MAIL, isPassing: true, sentTo: [...sentTo] };
  const left = addresses.filter((address) => !sentTo.includes(address));
  const content = toMail(message, timeZone);
  const results = await Promise.allSettled(left.map((to) => mailer.send({ to, ...content })));
  const failures = results.flatMap((result) =>
    result.status === "rejected" ? [result.reason as Partial<MailError>] : [],
  );
  const now = [...sentTo, ...left.filter((_, index) => results[index]?.status === "fulfilled")];
  const [first] = failures;
  if (!first) return { ok: true, said: "The mail server took the message.", isPassing: false, sentTo: now };
  const whom = left.length > 1 ? ` (${failures.length} of ${left.length} addresses)` : "";
  return {
    ok: false,
    said: `${first.name === "MailError" ? first.message : "The message could not be sent."}${whom}`,
    isPassing: failures.some(({ isPassing }) => isPassing !== false),
    sentTo: now,
  };
}
