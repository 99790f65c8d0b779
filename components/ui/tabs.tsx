"use client";

import clsx from "clsx";
import { type KeyboardEvent, type ReactNode, useId, useRef } from "react";

type Props<Value extends string> = {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
  /** At the end of the row of tabs. */
  action?: ReactNode;
  /** The panel of the chosen tab. */
  children: ReactNode;
  /** Fills a column from edge to edge, and the panel scrolls in itself. */
  fills?: boolean;
  className?: string;
};

/** Several views of one thing, one at a time; the arrow keys go from tab to tab. */
export function Tabs<Value extends string>({
  label,
  value,
  options,
  onChange,
  action,
  children,
  fills = false,
  className,
}: Props<Value>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = options.findIndex((option) => option.value === value);
    const last = options.length - 1;
    const next = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at - 1, Home: 0, End: last }[event.key];
    const option = next === undefined ? undefined : options.at(next);
    if (!option) return;
    event.preventDefault();
    onChange(option.value);
    list.current?.querySelector<HTMLElement>(`[data-value="${option.value}"]`)?.focus();
  };
  return (
    <div className={clsx(fills && "flex min-h-0 flex-1 flex-col", className)}>
      <div className={clsx("flex items-center border-b border-line", fills && "px-5")}>
        <div
          ref={list}
          role="tablist"
          aria-label={label}
          onKeyDown={onKeyDown}
          className="-mb-px flex min-w-0 gap-4 overflow-x-auto"
        >
          {options.map((option) => {
            const chosen = option.value === value;
            return (
              <button
                key={option.value}
                id={`${id}-${option.value}`}
                data-value={option.value}
                type="button"
                role="tab"
                aria-selected={chosen}
                aria-controls={`${id}-panel`}
                tabIndex={chosen ? 0 : -1}
                onClick={() => onChange(option.value)}
                className={clsx(
                  "h-9 shrink-0 border-b-2 text-sm transition-colors focus-visible:-outline-offset-2 touch:h-11 touch:min-w-11",
                  chosen
                    ? "border-accent font-medium text-ink"
                    : "border-transparent text-muted hover:text-ink",
                )}
              >
                {option.label}
              </button>
            );
          })}
        </div>
        {action && <div className="ml-auto">{action}</div>}
      </div>
      <div
        id={`${id}-panel`}
        role="tabpanel"
        aria-labelledby={`${id}-${value}`}
        className={fills ? "min-h-0 flex-1 overflow-y-auto" : undefined}
      >
        {children}
      </div>
    </div>
  );
}
