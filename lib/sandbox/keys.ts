import { type Failure, failure } from "./failure";

/** The inference key that every sandbox knows. */
export const SANDBOX_KEY = `sk-or-v1-${"5a4db0c5".repeat(8)}`;
/** A management key reads `/activity` and `/credits`, and cannot complete anything. */
export const SANDBOX_MANAGEMENT_KEY = `sk-or-v1-${"3a4a6e3e".repeat(8)}`;

export type KeyKind = "inference" | "management";

export type KeyRing = {
  inference?: string[];
  management?: string[];
};

/** What the bearer opens, or the 401 for it: all three of OpenRouter's wordings are in use. */
export function keyKind(authorization: string | null, ring: KeyRing | undefined): KeyKind | Failure {
  if (authorization === null || authorization.trim() === "")
    return failure(401, "Missing Authentication header");
  const key = /^Bearer\s+(\S+)$/i.exec(authorization.trim())?.[1];
  if (key === undefined) return failure(401, "No cookie auth credentials found");
  if (key === SANDBOX_MANAGEMENT_KEY || ring?.management?.includes(key)) return "management";
  if (key === SANDBOX_KEY || ring?.inference?.includes(key)) return "inference";
  const strict = ring?.inference !== undefined;
  return !strict && /^sk-or-v1-[A-Za-z0-9_-]{8,}$/.test(key) ? "inference" : failure(401, "User not found.");
}

/** `sk-or-v1-0e6...1c96`: how OpenRouter labels a key. */
export const redacted = (key: string): string => `${key.slice(0, 12)}...${key.slice(-4)}`;
