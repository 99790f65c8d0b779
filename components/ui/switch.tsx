import clsx from "clsx";

type Props = {
  label: string;
  /** Where its name stands elsewhere. */
  hiddenLabel?: boolean;
  /** Its name stands above it where the bar around it is narrow. */
  stacks?: boolean;
  on: boolean;
  onToggle: () => void;
  tip?: string;
  disabled?: boolean;
};

/** A setting that is on or off, with its name beside it. */
export function Switch({
  label,
  hiddenLabel = false,
  stacks = false,
  on,
  onToggle,
  tip,
  disabled = false,
}: Props) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      aria-disabled={disabled || undefined}
      data-tip={tip}
      onClick={disabled ? undefined : onToggle}
      className={clsx(
        "group inline-flex h-7 shrink-0 items-center gap-2 rounded-control px-1.5 text-xs text-muted not-aria-disabled:hover:text-ink aria-disabled:cursor-default aria-disabled:opacity-60 touch:h-11 touch:min-w-11",
        stacks && "@max-lg:h-11 @max-lg:flex-col @max-lg:justify-center @max-lg:gap-0.5",
      )}
    >
      <span className={hiddenLabel ? "sr-only" : undefined}>{label}</span>
      <SwitchMark on={on} />
    </button>
  );
}

/** The picture of a switch, for a button that is one. */
export function SwitchMark({ on }: { on: boolean }) {
  return (
    <span
      aria-hidden
      className={clsx(
        "mt-px flex h-4 w-7 shrink-0 rounded-full border p-px transition-colors",
        on ? "justify-end border-accent bg-accent" : "border-line-strong bg-sunken group-hover:bg-hover",
      )}
    >
      <span className={clsx("aspect-square h-full rounded-full", on ? "bg-accent-ink" : "bg-line-strong")} />
    </span>
  );
}
