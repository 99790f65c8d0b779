import * as z from "zod/mini";
import { WireInstant, WireUsd } from "@/lib/core/wire";
import { PURCHASE_FEES } from "@/lib/team/spend-settings";

/** A day of the calendar, `2026-11-20`. */
const Day = z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/));
/** So many days of history there are, and so many it takes. */
const TooLittle = z.object({ kind: z.literal("too_little"), days: z.int(), needed: z.int() });
/** What is most likely, and between what it will be in four of five cases. */
const guess = { expected: WireUsd, low: WireUsd, high: WireUsd };

const foreseen = [
  TooLittle,
  z.object({
    kind: z.literal("forecast"),
    /** Days that it was learnt from. */
    days: z.int(),
    ...guess,
    /** What today will cost yet, then each day after it; together that is what is expected beyond `spent`. */
    ahead: z.array(z.object({ from: WireInstant, ...guess })),
  }),
] as const;
/** What a period will have cost at its end, and between what it will be in four of five cases. */
const Foreseen = z.discriminatedUnion("kind", foreseen);
export type Foreseen = z.infer<typeof Foreseen>;

/** The answer to `GET /api/spend/forecast`: what some days will have cost when they are over. */
export const PeriodForecast = z.object({
  timeZone: z.string(),
  from: WireInstant,
  to: WireInstant,
  /** Since they began. */
  spent: WireUsd,
  /** How many generations have no known cost (yet). */
  unknown: z.int(),
  forecast: z.discriminatedUnion("kind", [
    ...foreseen,
    /** Their end is more than so many days away. */
    z.object({ kind: z.literal("too_far"), most: z.int() }),
  ]),
});
export type PeriodForecast = z.infer<typeof PeriodForecast>;

/** The answer to `GET /api/spend/outlook`: what this month has cost and will, and for how long the credits last. */
export const Outlook = z.object({
  timeZone: z.string(),
  today: Day,
  month: z.object({ first: Day, last: Day, from: WireInstant, to: WireInstant }),
  /** Since the month began. */
  spent: WireUsd,
  generations: z.int(),
  /** How many of them have no known cost (yet). */
  unknown: z.int(),
  /** At the month's end, and between what it will be in four of five cases. */
  forecast: Foreseen,
  runway: z.object({
    /** What runs out first; null when neither is known. */
    of: z.nullable(z.enum(["credits", "key_limit"])),
    left: z.nullable(WireUsd),
    lasts: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("unknown") }),
      TooLittle,
      z.object({ kind: z.literal("gone") }),
      z.object({ kind: z.literal("beyond"), days: z.int() }),
      z.object({
        kind: z.literal("range"),
        earliest: Day,
        /** Null where it is further away than can be foreseen. */
        expected: z.nullable(Day),
        latest: z.nullable(Day),
      }),
    ]),
  }),
  fees: z.object({
    purchaseFee: z.enum(PURCHASE_FEES),
    topUp: WireUsd,
    /** The part of the purchase fee that this month's spending has used up. */
    purchase: WireUsd,
    /** On the team's own keys at providers; null when none were used. */
    byok: z.nullable(
      z.object({
        /** What OpenRouter booked for it; contained in `spent`. */
        fee: WireUsd,
        /** What the providers billed, beside it. */
        providerBills: WireUsd,
        /** List price a month up to which it is free, and the fee that its rule gives for these bills. */
        allowance: WireUsd,
        feeByRule: WireUsd,
      }),
    ),
    /** All of it: credits, their purchase, and what providers billed. */
    effective: WireUsd,
  }),
  freeQuota: z.object({
    used: z.int(),
    /** Null when nobody tells. */
    limit: z.nullable(z.int()),
    resetsAt: WireInstant,
    /** Whether requests are refused once it is used up. */
    guarded: z.boolean(),
  }),
  /** Whether whoever asks may change how fees are counted, and the guard. */
  mayChange: z.boolean(),
});
export type Outlook = z.infer<typeof Outlook>;

const Cause = z.object({
  dimension: z.enum(["model", "key", "member"]),
  key: z.nullable(z.string()),
  label: z.string(),
  cost: WireUsd,
  /** What it usually costs on such a day. */
  usual: WireUsd,
});

const Anomaly = z.object({
  day: Day,
  from: WireInstant,
  to: WireInstant,
  /** Today, which may still cost more. */
  running: z.boolean(),
  cost: WireUsd,
  usual: WireUsd,
  /** Up to here it would not have been remarkable. */
  threshold: WireUsd,
  /** Whose contribution rose most, the most telling first; at most one a dimension. */
  causes: z.array(Cause),
});
export type Anomaly = z.infer<typeof Anomaly>;

/** The answer to `GET /api/spend/anomalies`: days that cost far more than was to be expected, latest first. */
export const Anomalies = z.object({
  timeZone: z.string(),
  from: WireInstant,
  to: WireInstant,
  anomalies: z.array(Anomaly),
});
export type Anomalies = z.infer<typeof Anomalies>;
