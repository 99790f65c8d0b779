"use client";

import { ArrowLeft } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { Button } from "@/components/ui/button";
import { useAfterPaint } from "@/components/ui/use-after-paint";
import { useSmallScreen } from "@/components/ui/use-small-screen";
import type { CatalogResponse } from "@/lib/catalog/api";
import type { ListedRoute } from "@/lib/routes/listed-routes";
import { ModelCard } from "./model-card";
import { RouteCard } from "./route-card";

type Props = {
  catalog: CatalogResponse;
  routes: readonly ListedRoute[];
  /** The highlighted row, and the id that choosing it asks for: with its variants, or its version. */
  row: string;
  id: string;
  /** Asks for another id of a row. */
  onId: (row: string, id: string) => void;
  /** Whether it covers the list, on a screen too small for both. */
  covers: boolean;
  onBack: () => void;
  onChoose: (id: string) => void;
};

/** The details of what is highlighted, beside the list or on a small screen in its place. */
export function PickerCard({ catalog, routes, row, id, onId, covers, onBack, onChoose }: Props) {
  "use memo";
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // The button that led here is out of sight now.
    if (covers) back.current?.focus();
  }, [covers]);
  const highlighted = useMemo(() => ({ row, id }), [row, id]);
  // They take longer to draw than the list, which does not wait for them.
  const painted = useAfterPaint(highlighted);
  const isAway = useSmallScreen() && !covers;
  const shown = covers ? highlighted : isAway ? null : painted;
  const route = shown && (routes.find((listed) => listed.id === shown.row) ?? null);
  const on = {
    onId: (next: string) => shown && onId(shown.row, next),
    onChoose,
  };
  return (
    <aside
      aria-label={route ? "Route details" : "Model details"}
      className={`flex shrink-0 flex-col border-line max-md:w-full md:w-84 md:border-l ${covers ? "" : "max-md:hidden"}`}
    >
      <div className="border-b border-line px-3 py-2 md:hidden">
        <Button ref={back} size="sm" onClick={onBack}>
          <ArrowLeft aria-hidden /> Back to the list
        </Button>
      </div>
      {shown && route && <RouteCard listed={route} models={catalog.models} id={shown.id} {...on} />}
      {shown && !route && <ModelCard catalog={catalog} id={shown.id} {...on} />}
    </aside>
  );
}
