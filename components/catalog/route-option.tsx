"use client";

import clsx from "clsx";
import { Route } from "lucide-react";
import { describeChain } from "@/lib/routes/describe-chain";
import type { ListedRoute } from "@/lib/routes/listed-routes";
import { OptionMarks } from "./option-marks";

type Props = {
  listed: ListedRoute;
  chosen: boolean;
  favourite: boolean;
  recommended: boolean;
  barred: boolean;
};

/** A line of the picker for a route, under its name or an alias: whom it asks, in short. */
export function RouteOption({ listed, chosen, ...marks }: Props) {
  "use memo";
  const { id, name, isAlias, version, route } = listed;
  const { arms } = route.spec;
  const hops = arms[0]?.models.length ?? 0;
  return (
    <>
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-1.5">
          <Route aria-label="route" className="size-3.5 shrink-0 text-muted" />
          <span className={clsx("truncate", chosen && "font-medium text-accent-text")}>{name}</span>
          <OptionMarks {...marks} />
        </span>
        <span className="flex min-w-0 items-baseline gap-2 text-xs text-muted">
          <span className="max-w-full shrink-0 truncate font-mono">{id}</span>
          <span className="truncate font-mono text-faint">
            {isAlias && `→ ${route.name}: `}
            {describeChain(route.spec).text}
          </span>
        </span>
      </span>
      <span className="shrink-0 text-right text-xs text-muted tabular-nums">
        v{version} · {arms.length > 1 ? `${arms.length} arms` : `${hops} ${hops === 1 ? "model" : "models"}`}
      </span>
    </>
  );
}
