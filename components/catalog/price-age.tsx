"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/button";
import { formatAge } from "@/lib/core/format-instant";
import { changesKey, modelKey } from "./model-queries";
import { catalogQuery, refreshCatalog } from "./queries";

/** How old the prices are, and a way to newer ones. */
export function PriceAge() {
  "use memo";
  const client = useQueryClient();
  const catalog = useQuery(catalogQuery).data;
  const [refreshing, setRefreshing] = useState(false);
  const refresh = async () => {
    setRefreshing(true);
    await refreshCatalog().then(
      (fresh) => client.setQueryData(catalogQuery.queryKey, fresh),
      () => client.refetchQueries({ queryKey: catalogQuery.queryKey }),
    );
    // A new list may have changed what is told of single models.
    for (const queryKey of [modelKey, changesKey]) void client.invalidateQueries({ queryKey });
    setRefreshing(false);
  };
  return (
    <span className="flex items-center gap-1 text-xs text-muted">
      {catalog?.failure && (
        <span className="text-warn" data-tip={catalog.failure.message}>
          The last refresh failed.
        </span>
      )}
      {catalog?.fetchedAt && (
        <time dateTime={catalog.fetchedAt.toISOString()} data-tip={catalog.fetchedAt.toISOString()}>
          Prices as of {formatAge(catalog.fetchedAt, new Date())}
        </time>
      )}
      <IconButton size="icon-sm" label="Refresh prices" disabled={refreshing} onClick={() => void refresh()}>
        <RotateCw aria-hidden className={refreshing ? "animate-spin" : ""} />
      </IconButton>
    </span>
  );
}
