import { createHash, timingSafeEqual } from "node:crypto";
import { AppError } from "@/lib/core/errors";
import { bearerOf } from "@/lib/team/key";

/**
 * Lets only who knows a secret through, such as a scheduler, by the Authorization header.
 * @throws AppError `not_found` where no secret is configured, `unauthenticated` for any but the right one
 */
export function requireSecret(header: string | null, secret: string | undefined, name: string): void {
  if (secret === undefined) throw new AppError("not_found");
  // Digests have one length, and comparing them takes one time.
  if (timingSafeEqual(digest(bearerOf(header) ?? ""), digest(secret))) return;
  const message = `Send ${name} in a header: Authorization: Bearer …`;
  throw new AppError("unauthenticated", {}, { message });
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
