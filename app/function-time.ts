import type { Environment } from "./env";

/**
 * Seconds after which Vercel ends a function of ours. Next reads the routes without running them, so each of them
 * repeats the number; `app/function-time.test.ts` compares.
 */
export const MAX_DURATION = 300;

/** What is left of a function's time, in seconds, for putting on record how things stood. */
const MARGIN = 10;

/** Milliseconds after which a request ends by itself, before the platform ends it; null where none does. */
export function functionTime({ VERCEL }: Pick<Environment, "VERCEL">): number | null {
  return VERCEL ? (MAX_DURATION - MARGIN) * 1_000 : null;
}

/** Milliseconds that a generation may take in all; null for as long as it likes. */
export function generationTime(
  env: Pick<Environment, "VERCEL" | "GENERATION_TIMEOUT_SECONDS">,
): number | null {
  const { GENERATION_TIMEOUT_SECONDS: asked } = env;
  const most = functionTime(env);
  if (asked === undefined) return most;
  return Math.min(asked * 1_000, most ?? Number.POSITIVE_INFINITY);
}
