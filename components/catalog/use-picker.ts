"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { routesQuery } from "@/components/routes/queries";
import { workspaceQuery } from "@/components/settings/queries";
import { preferencesQuery } from "@/components/team/queries";
import { choicesOf, type ModelFilters, NO_FILTERS } from "@/lib/catalog/filters";
import { listingOf } from "@/lib/catalog/listing";
import type { Sort } from "@/lib/catalog/sort";
import { listedRoutes } from "@/lib/routes/listed-routes";
import { policiesQuery } from "./endpoint-queries";
import { idOf, type Pins, pickerRows, type Row, rowOf } from "./picker-rows";
import { catalogQuery } from "./queries";
import { usageQuery } from "./usage-queries";

const NOTHING: readonly never[] = [];
const NO_USES: ReadonlyMap<string, number> = new Map();
const NO_IDS: ReadonlySet<string> = new Set();

/**
 * What is searched for in the picker, what is found, and which line is highlighted.
 * @param hasRoutes whether a route can be chosen
 */
export function usePicker(chosen: string | null, hasRoutes: boolean) {
  "use memo";
  const catalog = useQuery(catalogQuery);
  const preferences = useQuery(preferencesQuery);
  const allowed = useQuery(workspaceQuery).data?.allowedModels ?? null;
  const usage = useQuery(usageQuery).data;
  const policies = useQuery(policiesQuery).data;
  const routing = useQuery({ ...routesQuery, enabled: hasRoutes });

  const [search, setSearch] = useState("");
  const [filters, setFilters] = useState<ModelFilters>(NO_FILTERS);
  const [sort, setSort] = useState<Sort>("newest");
  /** Null until something is highlighted by hand: then the chosen one is, or the first. */
  const [active, setActive] = useState<number | null>(null);
  // Settled when they are known, so that nothing moves under the pointer as favourites change; nobody waits for a
  // second try.
  const [pins, setPins] = useState<Pins | null>(null);
  if (pins === null && (preferences.data || preferences.failureCount > 0)) {
    const { favouriteModels = [], recommendedModels = [], recentModels = [] } = preferences.data ?? {};
    setPins({
      favourites: favouriteModels,
      recommended: recommendedModels,
      recent: [...(chosen === null ? [] : [chosen]), ...recentModels],
    });
  }

  const models = catalog.data?.models ?? NOTHING;
  const routes = hasRoutes && routing.data ? listedRoutes(routing.data.routes) : NOTHING;
  const areAwaited = hasRoutes && routing.isPending && routing.failureCount === 0;
  const ready = pins !== null && catalog.data !== undefined && !areAwaited;
  const uses = usage ? new Map(usage.models.map(({ model, generations }) => [model, generations])) : NO_USES;
  const zeroRetention = policies?.zeroRetention ? new Set(policies.zeroRetention) : NO_IDS;
  const query = useMemo(() => ({ search, sort, filters }), [search, sort, filters]);
  // Found at once: it takes less than a millisecond, and a second pass for the list would cost it a frame.
  const rows: readonly Row[] =
    pins === null || !ready
      ? NOTHING
      : pickerRows({
          listing: listingOf(models),
          gone: catalog.data?.gone ?? NOTHING,
          ...{ routes, query, pins, uses, zeroRetention },
        });
  const options = rows.flatMap((row) => (row.kind === "option" ? [row.option] : []));
  const home = chosen === null ? -1 : options.findIndex((option) => idOf(option) === rowOf(chosen));
  const at = Math.min(active ?? (search === "" ? Math.max(0, home) : 0), options.length - 1);

  return {
    ...{ catalog, routes, ready, query, rows, options, at },
    highlighted: options[at],
    /** The only models that the workspace allows; null for all. */
    allowed,
    favourites: preferences.data?.favouriteModels ?? NOTHING,
    recommended: preferences.data?.recommendedModels ?? NOTHING,
    choices: choicesOf(models),
    knowsPolicies: policies?.zeroRetention != null,
    lacksRoutes: hasRoutes && routing.isError,
    setActive,
    setSearch: (text: string) => {
      setSearch(text);
      setActive(text === "" ? null : 0);
    },
    setFilters: (next: ModelFilters) => {
      setFilters(next);
      setActive(0);
    },
    setSort: (next: Sort) => {
      setSort(next);
      setActive(0);
    },
  };
}
