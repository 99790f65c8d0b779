import clsx from "clsx";
import { type ReactNode, useId } from "react";

type Props = {
  title: ReactNode;
  hint?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
  className?: string;
  /** For links that lead to it. */
  id?: string;
};

/** A part of a page under its own heading, set off by a hairline and not by a box. */
export function Panel({ title, hint, action, children, className, id }: Props) {
  const heading = useId();
  return (
    <section
      id={id}
      aria-labelledby={heading}
      className={clsx("scroll-mt-12 border-t border-line", className)}
    >
      <div className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
        <h2 id={heading} className="font-medium">
          {title}
        </h2>
        {hint && <p className="text-xs text-muted">{hint}</p>}
        {action && <div className="ml-auto flex items-center gap-2">{action}</div>}
      </div>
      {children}
    </section>
  );
}
