import { createParser, parseAsStringLiteral } from "nuqs";
import { SPANS, type SpanName } from "@/lib/core/span-names";

/** A day of the calendar, `2026-11-21`. */
const parseAsDay = createParser<string>({
  parse: (text) => (isDay(text) ? text : null),
  serialize: (day) => day,
});

export const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && (new Date(`${text}T00:00Z`).toJSON()?.startsWith(text) ?? false);

/** The time that is looked at, in the address. */
export const spanParams = {
  span: parseAsStringLiteral(SPANS),
  /** First and last day instead of a span; one without the other says nothing. */
  from: parseAsDay,
  to: parseAsDay,
};

/** What an address says of the time; null throughout is all of it. */
export type SpanState = { span: SpanName | null; from: string | null; to: string | null };

/** First and last day, where both are said. */
export const daysOf = ({ from, to }: SpanState) => (from !== null && to !== null ? { from, to } : null);
