"use client";

import { Field, TextField } from "@/components/ui/field";
import {
  LIMIT_NAMES,
  type LimitName,
  type Limits,
  MOST_CONCURRENT,
  MOST_PER_MINUTE,
  MOST_TOKENS,
} from "@/lib/team/limits";

/** As it is typed; nothing is no limit. */
export type LimitsText = Record<LimitName, string>;

const MOST = {
  requestsPerMinute: MOST_PER_MINUTE,
  tokensPerMinute: MOST_TOKENS,
  maxConcurrent: MOST_CONCURRENT,
};
const LABELS = {
  requestsPerMinute: "Requests per minute",
  tokensPerMinute: "Tokens per minute",
  maxConcurrent: "Requests at once",
};

const each = <Value,>(make: (name: LimitName) => Value) =>
  Object.fromEntries(LIMIT_NAMES.map((name) => [name, make(name)])) as Record<LimitName, Value>;

export const toLimitsText = (limits: Limits): LimitsText => each((name) => limits[name]?.toString() ?? "");

/** What was typed; null when it is not all whole numbers that the server takes. */
export function readLimits(text: LimitsText): Limits | null {
  if (LIMIT_NAMES.some((name) => limitProblem(name, text[name]))) return null;
  return each((name) => (text[name].trim() === "" ? null : Number(text[name])));
}

/** Only what was changed, as only that is put on record as changed. */
export const changedLimits = (before: Limits, after: Limits): Partial<Limits> =>
  Object.fromEntries(
    LIMIT_NAMES.flatMap((name) => (before[name] === after[name] ? [] : [[name, after[name]]])),
  );

function limitProblem(name: LimitName, typed: string): string | null {
  const isGood =
    typed.trim() === "" || (/^\s*\d{1,9}\s*$/.test(typed) && isWithin(Number(typed), MOST[name]));
  return isGood ? null : `Write a whole number from 1 to ${MOST[name].toLocaleString("en")}, or nothing.`;
}

const isWithin = (value: number, most: number) => value >= 1 && value <= most;

type Props = {
  value: LimitsText;
  onChange: (value: LimitsText) => void;
  tried: boolean;
  /** What they are counted over. */
  over?: string;
};

/** How much may be asked in a time. */
export function LimitsField({ value, onChange, tried, over = "" }: Props) {
  return (
    <Field
      label="Limits"
      hint={`${over}Leave empty for none. What is beyond is refused with 429 and costs nothing. After a quiet minute a minute’s worth may come at once.`}
    >
      <div className="grid grid-cols-2 items-start gap-2">
        {LIMIT_NAMES.map((name) => (
          <TextField
            key={name}
            label={LABELS[name]}
            inputMode="numeric"
            autoComplete="off"
            placeholder="any"
            value={value[name]}
            problem={tried ? limitProblem(name, value[name]) : null}
            onChange={(event) => onChange({ ...value, [name]: event.target.value })}
          />
        ))}
      </div>
    </Field>
  );
}
