import { type ComponentProps, useId } from "react";

type Props = ComponentProps<"textarea"> & { label: string; problem?: string | null | undefined };

/** Lines of text under their label, as high as what is written, with what is wrong with it below. */
export function TextArea({ label, problem, className = "", ...rest }: Props) {
  const id = useId();
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block text-xs text-muted">
        {label}
      </label>
      <textarea
        id={id}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? `${id}-problem` : undefined}
        className={`block field-sizing-content max-h-[40dvh] w-full resize-y rounded-control border border-line-strong bg-raised px-2.5 py-1.5 text-sm aria-invalid:border-danger touch:min-h-11 touch:py-3 ${className}`}
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
