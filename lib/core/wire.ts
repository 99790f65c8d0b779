import * as z from "zod/mini";
import type { ErrorCode } from "./errors";
import type { BudgetDetails, FailedBy, Remedy } from "./failure";
import { formatDecimal, parseUsd, type Usd } from "./money";

/** Money on the wire: decimal text outside, picodollars inside; never a JSON number. */
export const WireUsd = z.codec(
  z.string().check(z.maxLength(64)),
  z.custom<Usd>((value) => typeof value === "bigint"),
  {
    decode: (text, context) => {
      try {
        return parseUsd(text);
      } catch {
        context.issues.push({ code: "custom", input: text, message: "not a decimal amount" });
        return z.NEVER;
      }
    },
    encode: formatDecimal,
  },
);

// Patterns of our own: Zod's come with those of every other kind of text, some kilobytes on the first page.
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
const UUID = /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;

/** An instant on the wire: ISO 8601 in UTC with milliseconds. */
export const WireInstant = z.codec(z.string().check(z.regex(INSTANT), z.refine(isDay)), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});

/** The 30th of February is none, though `Date` takes it. */
function isDay(text: string): boolean {
  const day = text.slice(0, 10);
  return new Date(day).toJSON()?.startsWith(day) ?? false;
}

export const Id = z.string().check(z.regex(UUID, "not a UUID"));

const isText = (value: unknown): boolean => typeof value === "string";

export const WireFailure = z.object({
  // A page that was open over an update may meet words that it does not know.
  code: z.custom<ErrorCode>(isText),
  by: z.custom<FailedBy>(isText),
  message: z.string(),
  remedy: z.custom<Remedy>(isText),
  provider: z.optional(z.string()),
  upstreamStatus: z.optional(z.int()),
  said: z.optional(z.string()),
  retryAfter: z.optional(z.number()),
  // Whoever reads it looks at what it is; here it would be weight on the first page.
  budget: z.optional(z.custom<BudgetDetails>()),
  issues: z.optional(z.array(z.object({ path: z.string(), message: z.string() }))),
});

/** The body of every failed answer of the app's own API. */
export const ErrorBody = z.object({ error: WireFailure });
