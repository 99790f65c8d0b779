import clsx from "clsx";
import { useId } from "react";

type Props<Value extends string> = {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
};

/** A choice among a few, all in sight: radio buttons in one strip. */
export function Segmented<Value extends string>({ label, value, options, onChange }: Props<Value>) {
  const name = useId();
  return (
    <fieldset className="inline-flex h-8 rounded-control border border-line bg-sunken p-0.5 touch:h-11">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={clsx(
            "flex min-w-9 cursor-pointer items-center justify-center rounded-[4px] px-2 text-xs transition-colors",
            "has-focus-visible:outline-2 has-focus-visible:outline-accent-text touch:min-w-11",
            option.value === value
              ? "bg-raised font-medium text-ink shadow-[0_0_0_1px_var(--color-line)]"
              : "text-muted hover:text-ink",
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="sr-only"
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
