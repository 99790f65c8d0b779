"use client";

import { useState } from "react";
import type { CatalogResponse, Pricing } from "@/lib/catalog/api";
import type { CatalogModel } from "@/lib/catalog/model";
import type { Pane } from "@/lib/conversations/api";

type Known = { model: string; at: Date };

/**
 * The prices that a pane's model had when it was last asked, or chosen, if they have changed since; null when they
 * have not, or when the person has taken note.
 */
export function usePriceChange(
  row: CatalogModel | null,
  pane: Pane | null,
  catalog: CatalogResponse | undefined,
): { before: Pricing; dismiss: () => void } | null {
  const [known, setKnown] = useState<Known | null>(null);
  const fetchedAt = catalog?.fetchedAt ?? null;
  // Chosen now: at the prices of this list.
  if (row && fetchedAt && known?.model !== row.id) {
    setKnown({ model: row.id, at: lastAsked(pane, row.id) ?? fetchedAt });
  }
  const change = row ? catalog?.repriced[row.id] : undefined;
  if (!row || !change || known?.model !== row.id) return null;
  const since = Math.max(known.at.getTime(), lastAsked(pane, row.id)?.getTime() ?? 0);
  if (change.at.getTime() <= since) return null;
  return { before: change.before, dismiss: () => setKnown({ model: row.id, at: change.at }) };
}

function lastAsked(pane: Pane | null, model: string): Date | null {
  const last = pane?.messages.findLast(({ generation }) => generation?.models[0] === model);
  return last?.generation?.startedAt ?? null;
}
