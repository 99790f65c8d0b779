import type { VirtualKey } from "@/lib/team/keys-api";

export type KeyState = "active" | "expiring" | "expired" | "revoked";

/** Long enough ahead for someone to put a new key into their program. */
const SOON = 7 * 24 * 60 * 60_000;

/** What a key is good for at a moment; like the server, a key has expired at the very instant. */
export function keyState(
  { revokedAt, expiresAt }: Pick<VirtualKey, "revokedAt" | "expiresAt">,
  now: Date,
): KeyState {
  if (revokedAt !== null) return "revoked";
  if (expiresAt === null) return "active";
  const left = expiresAt.getTime() - now.getTime();
  if (left <= 0) return "expired";
  return left <= SOON ? "expiring" : "active";
}

/** Whether a program can still use it. */
export const isLive = (state: KeyState): boolean => state === "active" || state === "expiring";
