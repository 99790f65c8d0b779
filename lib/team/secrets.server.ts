import "server-only";
import { createHmac, randomBytes } from "node:crypto";
import type { Db } from "@/lib/db/client.server";
import type { ScryptParameters } from "./password.server";

/** What everything about signing in needs. */
export type Access = {
  db: Db;
  /** AUTH_SECRET. With another one no session, no invitation and no setup link is known any more. */
  secret: string;
  /** Whether everybody else signs in elsewhere, so that no password but the owner's opens anything. */
  ownerPasswordOnly?: boolean;
  /** For tests, which have no time to lose. */
  scrypt?: ScryptParameters;
};

/** From where somebody acts. */
export type Caller = { address: string; userAgent: string | null };

/** 256 random bits, in characters that addresses and cookies take as they are. */
export const mintToken = (): string => randomBytes(32).toString("base64url");

const TOKEN = /^[\w-]{43}$/;

/** What cannot be a token is not even looked up. */
export const isToken = (text: string): boolean => TOKEN.test(text);

type Purpose =
  | ("session" | "invitation" | "setup" | "reset" | "oidc")
  | ("account" | "network" | "reset-account" | "reset-network");

/**
 * The only form in which a token is kept: SHA-256, keyed, so that whoever can write into the database, or has a copy of
 * it, still cannot make a token. One purpose's digest never fits another's.
 */
export const digestOf = ({ secret }: Pick<Access, "secret">, purpose: Purpose, token: string): string =>
  createHmac("sha256", secret).update(`${purpose}:${token}`).digest("hex");
