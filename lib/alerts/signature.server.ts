import "server-only";
import { createHmac, randomBytes } from "node:crypto";

/** What a receiver shares with us; random enough that nobody guesses it. */
export const newSecret = (): string => `pb-whs-${randomBytes(32).toString("base64url")}`;

export const SIGNATURE_HEADERS = {
  id: "x-patchbay-id",
  timestamp: "x-patchbay-timestamp",
  signature: "x-patchbay-signature",
} as const;

/** HMAC-SHA-256 over `timestamp.body`, hexadecimal; the time is part of it, so that an old message cannot be sent again. */
export const sign = (secret: string, timestamp: number, body: string): string =>
  createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");

/** The headers of a signed message; seconds of the Unix clock. */
export function signedHeaders(secret: string, id: string, at: Date, body: string): Record<string, string> {
  const timestamp = Math.floor(at.getTime() / 1_000);
  return {
    [SIGNATURE_HEADERS.id]: id,
    [SIGNATURE_HEADERS.timestamp]: String(timestamp),
    [SIGNATURE_HEADERS.signature]: `v1=${sign(secret, timestamp, body)}`,
  };
}
