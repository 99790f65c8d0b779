"use client";

import { TimeZoneSelect } from "@/components/spend/time-zone-select";
import { Field, TextField } from "@/components/ui/field";
import type { RuleKind } from "@/lib/alerts/rules";
import { BudgetsField } from "./budgets-field";
import { type Draft, NUMBER_FIELDS, watchesBudgets } from "./rule-fields";
import { ThresholdsField } from "./thresholds-field";

type Props = {
  kind: RuleKind;
  draft: Draft;
  onChange: (draft: Draft) => void;
  problems: Readonly<Record<string, string>>;
};

/** What a rule of one kind has to be told. */
export function RuleSettingsFields({ kind, draft, onChange, problems }: Props) {
  const change = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  return (
    <>
      {kind === "budget_threshold" && (
        <ThresholdsField
          thresholds={draft.thresholds}
          typed={draft.threshold}
          problem={problems.thresholds}
          onChange={(thresholds, threshold) => change({ thresholds, threshold })}
        />
      )}
      {watchesBudgets(kind) && (
        <BudgetsField
          value={draft.budgets}
          problem={problems.budgets}
          onChange={(budgets) => change({ budgets })}
        />
      )}
      {kind === "anomaly" && (
        <Field label="Days of" hint="Days are cut by this clock, and compared with their own weeks before.">
          <TimeZoneSelect value={draft.timeZone} onChange={(timeZone) => change({ timeZone })} />
        </Field>
      )}
      {kind === "low_credits" && (
        <TextField
          label="Below, in dollars"
          value={draft.below}
          inputMode="decimal"
          autoComplete="off"
          placeholder="5.00"
          className="w-40"
          problem={problems.below}
          onChange={(event) => change({ below: event.target.value })}
        />
      )}
      {NUMBER_FIELDS[kind].map(({ name, label }) => (
        <TextField
          key={name}
          label={label}
          value={draft.numbers[name] ?? ""}
          inputMode="numeric"
          autoComplete="off"
          className="w-40"
          problem={problems[name]}
          onChange={(event) => change({ numbers: { ...draft.numbers, [name]: event.target.value } })}
        />
      ))}
    </>
  );
}
