import "server-only";
import { timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { type Access, digestOf } from "./secrets.server";

/** Milliseconds in which somebody has to come back from their provider. */
export const TICKET_LIFETIME = 10 * 60_000;

/** What a browser keeps while its person is at the provider. */
const Ticket = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  /** What only who asked for a code can redeem it with (PKCE). */
  verifier: z.string(),
  /** The path to go on to. */
  next: z.string(),
});
export type Ticket = z.infer<typeof Ticket>;

const Sealed = z.strictObject({ ...Ticket.shape, until: z.number() });

/**
 * A ticket for a cookie, signed, so that nobody can give a browser another one's. It is not stored: whoever only looks
 * at the door leaves nothing in the database, and a code is good once at the provider.
 */
export function sealTicket(access: Pick<Access, "secret">, ticket: Ticket, now: Date): string {
  const sealed = { ...ticket, until: now.getTime() + TICKET_LIFETIME };
  const text = Buffer.from(JSON.stringify(sealed)).toString("base64url");
  return `${text}.${digestOf(access, "oidc", text)}`;
}

/** The ticket in a cookie; null for one that is none of ours, or too old. */
export function openTicket(access: Pick<Access, "secret">, cookie: string, now: Date): Ticket | null {
  const [text = "", digest = ""] = cookie.split(".");
  const [expected, given] = [Buffer.from(digestOf(access, "oidc", text)), Buffer.from(digest)];
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
  const { until, ...ticket } = Sealed.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
  return now.getTime() < until ? ticket : null;
}
