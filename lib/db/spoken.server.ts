import "server-only";

/** SQLSTATE, but for those of a line that breaks and of a server that goes down: five of which one at least is a digit. */
const VERDICT = /^(?!08|57P)(?=.*\d)[\dA-Z]{5}$/;

/**
 * Whether the database itself has said why a statement failed: then nothing of it is on record. Without its word, as on a line
 * that broke while it committed, it may be.
 */
export function isSpoken(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return typeof cause === "object" && cause !== null && "code" in cause && VERDICT.test(String(cause.code));
}
