import { AppError } from "@/lib/core/errors";

/** Masks keys, bearer tokens and passwords inside addresses, whatever text they are in. */
export function redactSecrets(text: string): string {
  return text
    .replace(/\b(sk-or-|sk-|pb-v1-|pb-share-|pb-whs-)[\w-]{4,}/g, "$1…")
    .replace(/\b(bearer|basic)(\s+|%20)[^\s"'\\,]+/gi, "$1 …")
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s"'\\/@]*:[^\s"'\\]*@/gi, "$1…@");
}

/** Errors whose words are ours or the runtime's, and do not repeat what somebody typed. */
const QUOTABLE = [
  "AppError",
  "ConfigurationError",
  "DirectoryLockError",
  "TypeError",
  "RangeError",
  "ReferenceError",
];

export type LoggableError = {
  name: string;
  code?: string;
  message?: string;
  at?: string[];
  cause?: LoggableError;
};

/**
 * What may be logged of an error: what kind and where, and its words only when they cannot hold a
 * prompt (parsers and database drivers quote the values that they refuse).
 */
export function describeError(error: unknown, depth = 0): LoggableError {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const quotable = error instanceof AppError || "syscall" in error || QUOTABLE.includes(error.name);
  // The first line of a stack repeats the message.
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    ...(code ? { code } : {}),
    ...(quotable ? { message: redactSecrets(error.message).slice(0, 300) } : {}),
    ...(frames.length > 0 ? { at: frames.slice(0, 8).map((line) => line.trim()) } : {}),
    ...(error.cause !== undefined && depth < 3 ? { cause: describeError(error.cause, depth + 1) } : {}),
  };
}
