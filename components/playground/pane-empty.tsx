"use client";

import type { CatalogModel } from "@/lib/catalog/model";
import { pricesOf } from "@/lib/catalog/model-prices";
import { formatContext } from "@/lib/core/format";

/** One of several panes before anything was said: whom it asks. */
export default function PaneEmpty({ row, blind }: { row: CatalogModel | null; blind: boolean }) {
  "use memo";
  if (blind) {
    return (
      <p className="px-4 py-6 text-muted sm:px-6">
        One of the models that you chose. They are shuffled when you ask, and their names, prices and speeds
        show after the vote.
      </p>
    );
  }
  if (!row) return null;
  return (
    <div className="flex flex-col gap-1 px-4 py-6 sm:px-6">
      <h2 className="text-base font-medium">{row.name}</h2>
      <p className="text-xs text-muted tabular-nums">
        {row.contextLength !== null && `${formatContext(row.contextLength)} context · `}
        {pricesOf(row)}
      </p>
      {row.description !== "" && <p className="mt-1 line-clamp-4 text-sm text-muted">{row.description}</p>}
    </div>
  );
}
