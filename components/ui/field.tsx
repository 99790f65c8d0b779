import type { ComponentProps, ReactNode } from "react";
import { useId } from "react";

/** A control with its name above and a line of help, or of what is wrong, below. */
export function Field({ label, hint, children }: { label: string; hint?: ReactNode; children: ReactNode }) {
  return (
    // A switch has no frame: its words begin where other controls do.
    <div className="space-y-1.5 [&>[role=switch]]:-ml-1.5">
      {/* The control names itself for screen readers. */}
      <p aria-hidden className="text-xs text-muted">
        {label}
      </p>
      {children}
      {hint && <p className="text-xs text-muted">{hint}</p>}
    </div>
  );
}

/** The dress of one line to type into. */
export const INPUT =
  "h-8 rounded-control border border-line-strong bg-raised px-2.5 text-sm aria-invalid:border-danger touch:h-11";

type Props = ComponentProps<"input"> & {
  label: string;
  /** Where the place says what it is for. */ hiddenLabel?: boolean;
  problem?: string | null | undefined;
};

/** One line of text under its label, with what is wrong with it below. */
export function TextField({ label, hiddenLabel = false, problem, className = "w-full", ...rest }: Props) {
  const id = useId();
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className={hiddenLabel ? "sr-only" : "block text-xs text-muted"}>
        {label}
      </label>
      <input
        id={id}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? `${id}-problem` : undefined}
        className={`${INPUT} ${className}`}
        {...rest}
      />
      {problem && (
        <p id={`${id}-problem`} role="alert" className="text-xs text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}
