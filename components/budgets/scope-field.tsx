"use client";

import { useQuery } from "@tanstack/react-query";
import { valuesQuery } from "@/components/filters/queries";
import { keysQuery } from "@/components/keys/queries";
import { routesQuery } from "@/components/routes/queries";
import { Field, TextField } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { BUDGET_SCOPES, type BudgetScopeType } from "@/lib/budgets/terms";
import { ENVIRONMENTS } from "@/lib/team/keys-api";
import { SCOPE_LABELS } from "./budget-words";

export type ChosenScope = { type: BudgetScopeType; id: string };

export const scopeProblem = ({ type, id }: ChosenScope): string | null =>
  type === "workspace" || id.trim() !== "" ? null : `Choose which ${type}.`;

type Props = { value: ChosenScope; onChange: (value: ChosenScope) => void; tried: boolean };

/** What a budget is for, and which one of those. */
export function ScopeField({ value, onChange, tried }: Props) {
  const { type, id } = value;
  const problem = tried ? scopeProblem(value) : null;
  return (
    <Field label="For">
      <div className="flex flex-wrap items-start gap-2">
        <Select
          label="For"
          autoFocus
          value={type}
          onChange={(event) => onChange({ type: event.target.value as BudgetScopeType, id: "" })}
        >
          {BUDGET_SCOPES.map((scope) => (
            <option key={scope} value={scope}>
              {SCOPE_LABELS[scope]}
            </option>
          ))}
        </Select>
        {type === "tag" && (
          <TextField
            hiddenLabel
            label="Which tag"
            value={id}
            maxLength={64}
            placeholder="nightly"
            autoComplete="off"
            className="w-52"
            problem={problem}
            onChange={(event) => onChange({ type, id: event.target.value })}
          />
        )}
        {type !== "tag" && type !== "workspace" && (
          <WhichOne type={type} id={id} problem={problem} onChoose={(next) => onChange({ type, id: next })} />
        )}
      </div>
    </Field>
  );
}

type Choice = { id: string; name: string };

function WhichOne({
  type,
  id,
  problem,
  onChoose,
}: {
  type: "member" | "key" | "environment" | "route";
  id: string;
  problem: string | null;
  onChoose: (id: string) => void;
}) {
  const choices = useChoices(type);
  return (
    <div className="space-y-1.5">
      <Select
        label={`Which ${type}`}
        className="max-w-64"
        value={id}
        aria-invalid={problem ? true : undefined}
        onChange={(event) => onChoose(event.target.value)}
      >
        <option value="">{choices.length === 0 ? `There is no ${type} yet` : `Choose a ${type}`}</option>
        {choices.map((choice) => (
          <option key={choice.id} value={choice.id}>
            {choice.name}
          </option>
        ))}
      </Select>
      {problem && (
        <p role="alert" className="text-xs text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}

function useChoices(type: "member" | "key" | "environment" | "route"): readonly Choice[] {
  const keys = useQuery({ ...keysQuery("everyone"), enabled: type === "key" });
  const routes = useQuery({ ...routesQuery, enabled: type === "route" });
  const members = useQuery({
    ...valuesQuery("member", "", { timeZone: "UTC", span: "90d" }),
    enabled: type === "member",
  });
  switch (type) {
    case "key":
      return (keys.data?.keys ?? []).filter(({ revokedAt }) => revokedAt === null);
    case "route":
      return routes.data?.routes ?? [];
    case "environment":
      return ENVIRONMENTS.map((name) => ({ id: name, name }));
    case "member":
      return (members.data?.values ?? []).flatMap(({ key, label }) =>
        key === null ? [] : [{ id: key, name: label }],
      );
    default:
      return type satisfies never;
  }
}
