// Apart from what is worked out of them: browsers need the names alone.

/** Spans that move with the clock, in the calendar of a time zone; the last three are calendar spans. */
export const SPANS = ["24h", "7d", "30d", "90d", "365d", "today", "month", "last-month"] as const;
export type SpanName = (typeof SPANS)[number];
