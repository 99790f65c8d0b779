// The page on alerts has this function word for word, and a test says so.
import { createHmac, timingSafeEqual } from "node:crypto";

export function isFromPatchbay(secret: string, headers: Headers, body: string, now = Date.now()): boolean {
  const timestamp = headers.get("x-patchbay-timestamp") ?? "";
  const signature = headers.get("x-patchbay-signature") ?? "";
  if (Math.abs(now / 1000 - Number(timestamp)) > 300) return false; // five minutes
  const expected = `v1=${createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex")}`;
  const [one, other] = [Buffer.from(signature), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
