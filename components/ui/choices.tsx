"use client";

import { type ReactNode, useId } from "react";

type Option<Value> = { value: Value; label: string };

const ROW =
  "flex min-h-7 cursor-pointer items-center gap-2 rounded-control px-2 text-sm wrap-anywhere hover:bg-hover has-focus-visible:bg-hover touch:min-h-11 [&_input]:shrink-0 [&_input]:accent-accent";

function Choices({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset>
      <legend className="px-2 pt-1 pb-1 text-xs text-faint">{legend}</legend>
      {children}
    </fieldset>
  );
}

type OneProps<Value> = {
  legend: string;
  value: Value;
  options: readonly Option<Value>[];
  onChange: (value: Value) => void;
};

/** One of several, in a column. Values are compared as they are written in the list. */
export function ChooseOne<Value extends string | number | null>({
  legend,
  value,
  options,
  onChange,
}: OneProps<Value>) {
  const name = useId();
  return (
    <Choices legend={legend}>
      {options.map((option) => (
        <label key={option.label} className={ROW}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </Choices>
  );
}

type ManyProps<Value> = {
  legend: string;
  values: readonly Value[];
  options: readonly Option<Value>[];
  onChange: (values: Value[]) => void;
};

/** Any number of several, in a column. */
export function ChooseMany<Value extends string>({ legend, values, options, onChange }: ManyProps<Value>) {
  return (
    <Choices legend={legend}>
      {options.map(({ value, label }) => (
        <label key={value} className={ROW}>
          <input
            type="checkbox"
            checked={values.includes(value)}
            onChange={({ target }) =>
              onChange(target.checked ? [...values, value] : values.filter((other) => other !== value))
            }
          />
          {label}
        </label>
      ))}
    </Choices>
  );
}
