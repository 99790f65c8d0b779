"use client";

import { useQuery } from "@tanstack/react-query";
import { routesQuery } from "@/components/routes/queries";
import { isModelAllowed } from "@/lib/catalog/allowed-models";
import { isRoute } from "@/lib/routes/is-route";
import { listedRoutes, stripVersion } from "@/lib/routes/listed-routes";
import { chainOf } from "@/lib/routing/preferences";

type Props = { model: string; fallbackModels: readonly string[]; allowedModels: readonly string[] };

/** What of a pane's chain the workspace does not allow, before anything is sent; nothing when all of it is. */
export default function PaneRules({ model, fallbackModels, allowedModels }: Props) {
  const routed = isRoute(model);
  const { data } = useQuery({ ...routesQuery, enabled: routed });
  const route = data && listedRoutes(data.routes).find(({ id }) => id === stripVersion(model));
  const asked = routed
    ? (route?.route.spec.arms.flatMap(({ models }) => models) ?? [])
    : chainOf(model, fallbackModels);
  const barred = asked.filter((id) => !isModelAllowed(allowedModels, id));
  if (barred.length === 0) return null;
  return (
    <p
      role="status"
      aria-label="Not allowed"
      className="border-b border-line bg-warn-soft px-3 py-2 text-xs text-warn sm:px-4"
    >
      This workspace does not allow <span className="font-mono wrap-anywhere">{barred.join(", ")}</span>: what
      is sent here will be refused. Choose another model.
    </p>
  );
}
