import type { ReactNode } from "react";

/** A name and its value on one line of a `dl`. */
export function FactRow({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-3">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 text-right wrap-anywhere tabular-nums">{children}</dd>
    </div>
  );
}

/** A part of the details under a small heading. */
export function CardPart({
  title,
  hint,
  children,
}: {
  title: string;
  hint?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section aria-label={title} className="space-y-1.5 border-t border-line pt-3">
      <h3 className="flex justify-between gap-3">
        <span className="font-medium">{title}</span>
        {hint && <span className="text-faint">{hint}</span>}
      </h3>
      {children}
    </section>
  );
}
