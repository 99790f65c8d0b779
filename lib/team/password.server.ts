import "server-only";
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import type { passwordCredential } from "@/lib/db/schema/team";

/** How much work a password is; kept with each one, so that it can grow. */
export type ScryptParameters = { cost: number; blockSize: number; parallelization: number };

/** 32 MB and some tenths of a second: what OWASP asks for at least. */
const TODAY: ScryptParameters = { cost: 2 ** 15, blockSize: 8, parallelization: 3 };
const LENGTH = 32;

type Credential = Omit<typeof passwordCredential.$inferSelect, "memberId" | "updatedAt">;

/** What is kept of a password. */
export async function hashPassword(
  password: string,
  parameters: ScryptParameters = TODAY,
): Promise<Credential> {
  const salt = randomBytes(16);
  return { ...parameters, salt, hash: await derive(password, salt, parameters) };
}

/** Whether it is the password. Where there is no account, the same work is done for nothing: time must not tell. */
export async function isPassword(
  password: string,
  kept: Credential | null,
  parameters: ScryptParameters = TODAY,
): Promise<boolean> {
  if (kept === null) {
    await derive(password, randomBytes(16), parameters);
    return false;
  }
  const hash = await derive(password, Buffer.from(kept.salt), kept);
  return timingSafeEqual(hash, Buffer.from(kept.hash));
}

/** The same characters are the same password, however a keyboard composes them. */
function derive(
  password: string,
  salt: Buffer,
  { cost, blockSize, parallelization }: ScryptParameters,
): Promise<Buffer> {
  const options = { cost, blockSize, parallelization, maxmem: 256 * cost * blockSize };
  return new Promise((resolve, reject) =>
    scrypt(password.normalize("NFKC"), salt, LENGTH, options, (error, hash) =>
      error ? reject(error) : resolve(hash),
    ),
  );
}
