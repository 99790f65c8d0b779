"use client";

import { Plus, X } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, TextField } from "@/components/ui/field";
import { readThreshold, THRESHOLD_PROBLEM, withThreshold } from "./rule-fields";

type Props = {
  thresholds: readonly number[];
  /** What is being typed and was not added yet. */
  typed: string;
  problem: string | undefined;
  onChange: (thresholds: readonly number[], typed: string) => void;
};

/** Shares of a limit at which something is told: each one a chip, and a field for one more. */
export function ThresholdsField({ thresholds, typed, problem, onChange }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [refused, setRefused] = useState(false);
  const add = () => {
    const added = readThreshold(typed);
    setRefused(added === null);
    if (added !== null) onChange(withThreshold(thresholds, added), "");
    input.current?.focus();
  };
  const remove = (threshold: number) => {
    onChange(
      thresholds.filter((other) => other !== threshold),
      typed,
    );
    // The button that had the focus is gone.
    input.current?.focus();
  };
  return (
    <Field
      label="Thresholds"
      hint="Each is told once in a period. Above 100 % it tells of a limit that did not hold."
    >
      {thresholds.length > 0 && (
        <ul aria-label="Thresholds" className="flex flex-wrap gap-1.5">
          {thresholds.map((threshold) => (
            <li
              key={threshold}
              className="inline-flex items-center rounded-sm bg-accent-soft pl-2 text-xs tabular-nums"
            >
              {threshold} %
              <button
                type="button"
                aria-label={`Remove ${threshold} %`}
                onClick={() => remove(threshold)}
                className="flex size-6 items-center justify-center rounded-sm text-muted hover:text-ink touch:size-11"
              >
                <X aria-hidden className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="flex items-start gap-2">
        <TextField
          ref={input}
          hiddenLabel
          label="Another threshold, in % of the limit"
          value={typed}
          inputMode="numeric"
          autoComplete="off"
          placeholder="90 %"
          className="w-28"
          problem={(refused ? THRESHOLD_PROBLEM : undefined) ?? problem}
          onChange={(event) => {
            setRefused(false);
            onChange(thresholds, event.target.value);
          }}
          onKeyDown={(event) => {
            // With nothing typed Enter sends the form, as everywhere.
            if (event.key !== "Enter" || typed.trim() === "") return;
            event.preventDefault();
            add();
          }}
        />
        <Button onClick={add}>
          <Plus aria-hidden />
          Add
        </Button>
      </div>
    </Field>
  );
}
