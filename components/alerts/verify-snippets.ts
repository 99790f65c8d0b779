export const VERIFY_LANGUAGES = ["node", "python"] as const;
export type VerifyLanguage = (typeof VERIFY_LANGUAGES)[number];

export const VERIFY_LABELS: Record<VerifyLanguage, string> = { node: "Node.js", python: "Python" };

/** How a receiver makes sure of a message: its headers in lower case, its body as it came, and the secret. */
export const VERIFY_SNIPPETS: Record<VerifyLanguage, string> = {
  node: `import { createHmac, timingSafeEqual } from "node:crypto";

function isGenuine(headers, body, secret) {
  const timestamp = headers["x-patchbay-timestamp"];
  // Older than five minutes: somebody sends it again.
  if (!(Math.abs(Date.now() / 1000 - timestamp) < 300)) return false;
  const hmac = createHmac("sha256", secret).update(timestamp + "." + body);
  const expected = Buffer.from("v1=" + hmac.digest("hex"));
  const given = Buffer.from(headers["x-patchbay-signature"] ?? "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}`,
  python: `import hashlib, hmac, time

def is_genuine(headers, body: bytes, secret: str) -> bool:
    timestamp = headers.get("x-patchbay-timestamp", "")
    # Older than five minutes: somebody sends it again.
    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > 300:
        return False
    signed = timestamp.encode() + b"." + body
    expected = "v1=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    given = headers.get("x-patchbay-signature", "")
    return hmac.compare_digest(given.encode(), expected.encode())`,
};
