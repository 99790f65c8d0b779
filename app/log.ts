import "server-only";
import { pino } from "pino";
import { redactSecrets } from "./redact";
import { currentRequestId } from "./request-id";
import { tracing } from "./tracing";

/**
 * The process's log: one JSON line per event on standard output. Ids, counts, statuses and times go in;
 * prompts, answers and keys never do, and what slips into a line anyway is masked as it leaves.
 */
const level = process.env.LOG_LEVEL?.trim() ?? "";

export const log = pino(
  {
    level: pino.levels.values[level] ? level : "info",
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => {
      const requestId = currentRequestId();
      return { ...(requestId !== undefined && { requestId }), ...tracing()?.ids() };
    },
  },
  { write: (line: string) => process.stdout.write(redactSecrets(line)) },
);
