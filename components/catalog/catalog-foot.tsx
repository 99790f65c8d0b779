"use client";

import clsx from "clsx";
import type { ReactNode } from "react";
import { PriceAge } from "./price-age";

type Props = {
  /** Null while they are not known. */
  count: number | null;
  /** How many routes are listed with them. */
  routes?: number;
  /** How far it stands from the edges. */
  className?: string;
  /** What stands in the middle. */
  children?: ReactNode;
};

/** How many models there are, how old their prices are, and a way to newer ones. */
export function CatalogFoot({ count, routes = 0, className = "pr-1 pl-4", children }: Props) {
  "use memo";
  return (
    <div
      className={clsx(
        "flex h-9 shrink-0 items-center justify-between border-t border-line text-xs text-muted touch:h-11",
        className,
      )}
    >
      <span role="status">
        {count !== null && (
          <span>
            {count} {count === 1 ? "model" : "models"}
          </span>
        )}
        {count !== null && routes > 0 && (
          <span>
            {" "}
            · {routes} {routes === 1 ? "route" : "routes"}
          </span>
        )}
      </span>
      {children}
      <PriceAge />
    </div>
  );
}
