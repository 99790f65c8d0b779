import { type ReactNode, useId } from "react";

/** One of the things that the panel of this month tells, under its name. */
export function OutlookPart({ title, children }: { title: string; children: ReactNode }) {
  "use memo";
  const heading = useId();
  return (
    <section aria-labelledby={heading} className="min-w-0 space-y-0.5">
      <h3 id={heading} className="text-xs text-muted">
        {title}
      </h3>
      {children}
    </section>
  );
}
