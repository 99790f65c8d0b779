"use client";

import { useQuery } from "@tanstack/react-query";
import { valuesQuery } from "@/components/filters/queries";
import { keysQuery } from "@/components/keys/queries";
import { routesQuery } from "@/components/routes/queries";
import { teamQuery } from "@/components/team/member-queries";
import { Field, TextField } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { BUDGET_SCOPES, type BudgetScopeType } from "@/lib/budgets/terms";
import { ENVIRONMENTS } from "@/lib/team/keys-api";
import { SCOPE_LABELS } from "./budget-words";

export type ChosenScope = { type: BudgetScopeType; id: string };

export const scopeProblem = ({ type, id }: ChosenScope): string | null =>
  type === "workspace" || id.trim() !== "" ? null : `Choose which ${type}.`;

type Props = {
  value: ChosenScope;
  /** Whether everybody signs in, so that there is a list of members. */
  isTeam: boolean;
  onChange: (value: ChosenScope) => void;
  tried: boolean;
};

/** What a budget is for, and which one of those. */
export function ScopeField({ value, isTeam, onChange, tried }: Props) {
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
          <WhichOne
            type={type}
            isTeam={isTeam}
            id={id}
            problem={problem}
            onChoose={(next) => onChange({ type, id: next })}
          />
        )}
      </div>
    </Field>
  );
}

type Listed = "member" | "key" | "environment" | "route";
type Choice = { id: string; name: string };

function WhichOne({
  type,
  isTeam,
  id,
  problem,
  onChoose,
}: {
  type: Listed;
  isTeam: boolean;
  id: string;
  problem: string | null;
  onChoose: (id: string) => void;
}) {
  const { choices, failed } = useChoices(type, isTeam);
  const words = choices
    ? choices.length === 0
      ? `There is no ${type} yet`
      : `Choose ${type === "environment" ? "an" : "a"} ${type}`
    : failed
      ? "The list could not be read"
      : "Loading…";
  return (
    <div className="space-y-1.5">
      <Select
        label={`Which ${type}`}
        className="max-w-64"
        value={id}
        aria-invalid={problem ? true : undefined}
        onChange={(event) => onChoose(event.target.value)}
      >
        <option value="">{words}</option>
        {choices?.map((choice) => (
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

type Choices = { choices: readonly Choice[] | undefined; failed: boolean };

function useChoices(type: Listed, isTeam: boolean): Choices {
  const keys = useQuery({ ...keysQuery("everyone"), enabled: type === "key" });
  const routes = useQuery({ ...routesQuery, enabled: type === "route" });
  // Also those who have not spent anything yet.
  const team = useQuery({ ...teamQuery, enabled: type === "member" && isTeam });
  const spenders = useQuery({
    ...valuesQuery("member", "", { timeZone: "UTC", span: "90d" }),
    enabled: type === "member" && !isTeam,
  });
  switch (type) {
    case "key": {
      const choices = keys.data?.keys
        .filter(({ revokedAt }) => revokedAt === null)
        // Two people's keys may have the same name.
        .map(({ id, name, member }) => ({ id, name: member ? `${name} · ${member}` : name }));
      return { choices, failed: keys.isError };
    }
    case "route":
      return { choices: routes.data?.routes, failed: routes.isError };
    case "environment":
      return { choices: ENVIRONMENTS.map((name) => ({ id: name, name })), failed: false };
    case "member": {
      if (isTeam) {
        const choices = team.data?.members.map(({ id, name, email }) => ({
          id,
          name: email ? `${name} · ${email}` : name,
        }));
        return { choices, failed: team.isError };
      }
      const choices = spenders.data?.values.flatMap(({ key, label }) =>
        key === null ? [] : [{ id: key, name: label }],
      );
      return { choices, failed: spenders.isError };
    }
    default:
      return type satisfies never;
  }
}
