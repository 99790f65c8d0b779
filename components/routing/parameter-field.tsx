"use client";

import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import { formatCount } from "@/lib/core/format";
import type { Parameter } from "./parameter-list";
import { readBiases, readNumber, readWords } from "./read-parameter";

type Props = {
  parameter: Parameter;
  /** What is set; empty when nothing is. */
  shown: string;
  onValue: (value: unknown) => void;
  aside?: ReactNode;
};

/** One setting with what it does, its range and what is used unless it is set. Taken over when the field is left. */
export function ParameterField({ parameter, shown, onValue, aside }: Props) {
  const id = useId();
  const { label, sentence, kind } = parameter;
  return (
    <div className="flex items-start gap-4 py-3 max-sm:flex-col max-sm:gap-2">
      <div className="min-w-0 flex-1">
        <label htmlFor={id}>{label}</label>
        <p id={`${id}-does`} className="text-xs text-muted">
          {sentence} {rangeOf(parameter)}
        </p>
      </div>
      <div className="w-36 shrink-0 max-sm:w-full">
        {kind === "choice" ? (
          <select
            id={id}
            aria-describedby={`${id}-does`}
            value={shown}
            onChange={(event) => onValue(event.target.value === "" ? null : event.target.value)}
            className={`${INPUT} w-full`}
          >
            <option value="">{parameter.default ?? "not set"}</option>
            {withSet(parameter.choices, shown).map((choice) => (
              <option key={choice}>{choice}</option>
            ))}
          </select>
        ) : (
          <Written key={shown} id={id} parameter={parameter} shown={shown} onValue={onValue} />
        )}
      </div>
      {aside}
    </div>
  );
}

/** What is set stands among the choices even where the model knows no such one: it is sent all the same. */
const withSet = (choices: readonly string[], shown: string): readonly string[] =>
  shown === "" || choices.includes(shown) ? choices : [...choices, shown];

const INPUT =
  "rounded-control border border-line-strong bg-raised px-2.5 h-8 text-sm aria-invalid:border-danger touch:h-11";

type WrittenProps = Omit<Props, "aside"> & { id: string; parameter: Exclude<Parameter, { kind: "choice" }> };

function Written({ id, parameter, shown, onValue }: WrittenProps) {
  const [text, setText] = useState(shown);
  const [problem, setProblem] = useState<string | null>(null);
  const save = () => {
    if (text === shown) return setProblem(null);
    const read = readWritten(parameter, text);
    setProblem("problem" in read ? read.problem : null);
    if ("value" in read) onValue(read.value);
  };
  const shared = {
    id,
    value: text,
    onBlur: save,
    "aria-describedby": problem ? `${id}-does ${id}-problem` : `${id}-does`,
    "aria-invalid": problem !== null,
  };
  return (
    <>
      {parameter.kind !== "number" ? (
        <textarea
          {...shared}
          rows={2}
          onChange={(event) => setText(event.target.value)}
          className={`${INPUT} block h-auto w-full resize-none py-1.5`}
        />
      ) : (
        <input
          {...shared}
          inputMode="decimal"
          autoComplete="off"
          placeholder={parameter.default === null ? "not set" : String(parameter.default)}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event: KeyboardEvent) => event.key === "Enter" && save()}
          className={`${INPUT} w-full tabular-nums`}
        />
      )}
      {problem && (
        <p id={`${id}-problem`} role="alert" className="mt-1 text-xs text-danger">
          {problem}
        </p>
      )}
    </>
  );
}

function readWritten(parameter: WrittenProps["parameter"], text: string) {
  switch (parameter.kind) {
    case "number":
      return readNumber(text, parameter);
    case "words":
      return readWords(text);
    case "biases":
      return readBiases(text);
    default:
      return parameter satisfies never;
  }
}

function rangeOf(parameter: Parameter): string {
  if (parameter.kind !== "number") return "";
  const { min, max, default: usual } = parameter;
  const range = max >= 1_000_000 ? `From ${min}.` : `${formatCount(min)} to ${formatCount(max)}.`;
  const used = Number.isInteger(usual) ? formatCount(Number(usual)) : usual;
  return usual === null ? range : `${range} Its default is ${used}.`;
}
