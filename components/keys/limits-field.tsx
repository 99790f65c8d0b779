"use client";

import { Field, TextField } from "@/components/ui/field";
import { MOST_CONCURRENT, MOST_PER_MINUTE } from "@/lib/team/key-limits";
import type { VirtualKey } from "@/lib/team/keys-api";

export type Limits = Pick<VirtualKey, "requestsPerMinute" | "maxConcurrent">;
/** As it is typed; nothing is no limit. */
export type LimitsText = Record<keyof Limits, string>;

const MOST = { requestsPerMinute: MOST_PER_MINUTE, maxConcurrent: MOST_CONCURRENT };
const LABELS = { requestsPerMinute: "Requests per minute", maxConcurrent: "Requests at once" };
const FIELDS = ["requestsPerMinute", "maxConcurrent"] as const;

export const toLimitsText = ({ requestsPerMinute, maxConcurrent }: Limits): LimitsText => ({
  requestsPerMinute: requestsPerMinute?.toString() ?? "",
  maxConcurrent: maxConcurrent?.toString() ?? "",
});

/** What was typed; null when it is not all whole numbers that the server takes. */
export function readLimits(text: LimitsText): Limits | null {
  if (FIELDS.some((name) => limitProblem(name, text[name]))) return null;
  const read = (typed: string) => (typed.trim() === "" ? null : Number(typed));
  return { requestsPerMinute: read(text.requestsPerMinute), maxConcurrent: read(text.maxConcurrent) };
}

function limitProblem(name: keyof Limits, typed: string): string | null {
  const isGood =
    typed.trim() === "" || (/^\s*\d{1,9}\s*$/.test(typed) && isWithin(Number(typed), MOST[name]));
  return isGood ? null : `Write a whole number from 1 to ${MOST[name].toLocaleString("en")}, or nothing.`;
}

const isWithin = (value: number, most: number) => value >= 1 && value <= most;

type Props = { value: LimitsText; onChange: (value: LimitsText) => void; tried: boolean };

/** How much a key's programs may ask in a time. */
export function LimitsField({ value, onChange, tried }: Props) {
  return (
    <Field
      label="Limits"
      hint="Leave empty for none. What is beyond is refused with 429 and costs nothing. After a quiet minute a minute’s worth may come at once."
    >
      <div className="grid grid-cols-2 items-start gap-2">
        {FIELDS.map((name) => (
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
