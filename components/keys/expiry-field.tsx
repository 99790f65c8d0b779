"use client";

import { Field, TextField } from "@/components/ui/field";
import { Segmented } from "@/components/ui/segmented";
import { formatMoment } from "@/lib/core/format-instant";
import { dayOf, EXPIRIES, type Expiry, expiresAt } from "./expiry";

type Props = { value: Expiry; onChange: (value: Expiry) => void; tried: boolean };

const LABELS = { never: "Never", "30d": "30 days", "90d": "90 days", date: "On a date" } as const;

/** When a key stops working by itself. */
export function ExpiryField({ value, onChange, tried }: Props) {
  const now = new Date();
  const until = expiresAt(value, now);
  return (
    <Field label="Expires" hint={hintFor(until)}>
      <div className="flex flex-wrap items-start gap-2">
        <Segmented
          label="Expires"
          value={value.choice}
          options={EXPIRIES.map((choice) => ({ value: choice, label: LABELS[choice] }))}
          onChange={(choice) => onChange({ ...value, choice })}
        />
        {value.choice === "date" && (
          <TextField
            hiddenLabel
            label="Last day"
            type="date"
            min={dayOf(now)}
            value={value.day}
            className="w-40"
            problem={tried && until === undefined ? "Choose today or a later day." : null}
            onChange={(event) => onChange({ ...value, day: event.target.value })}
          />
        )}
      </div>
    </Field>
  );
}

function hintFor(until: Date | null | undefined): string | null {
  if (until === undefined) return null;
  if (until === null) return "It works until it is revoked.";
  const when = formatMoment(until);
  return `It stops working on ${when}, your time.`;
}
