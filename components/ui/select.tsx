import clsx from "clsx";
import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";

type Props = ComponentProps<"select"> & { label: string };

/** The system's own list in our dress: light, and at home on every device. `label` is its accessible name. */
export function Select({ label, className, children, ...rest }: Props) {
  return (
    <span className={clsx("relative inline-flex", className)}>
      <select
        aria-label={label}
        className="h-8 w-full appearance-none rounded-control border border-line bg-raised pr-7 pl-2.5 text-sm transition-colors hover:bg-hover aria-invalid:border-danger touch:h-11"
        {...rest}
      >
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2 size-3.5 -translate-y-1/2 text-muted"
      />
    </span>
  );
}
