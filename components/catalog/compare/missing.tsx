import { Button } from "@/components/ui/button";
import type { CatalogResponse } from "@/lib/catalog/api";
import { findModel } from "@/lib/catalog/find-model";
import { nearestModels } from "@/lib/catalog/nearest-models";

type Props = {
  ids: readonly string[];
  catalog: Pick<CatalogResponse, "models" | "gone">;
  onChange: (ids: readonly string[]) => void;
};

/** What was to be compared and is not listed, with the nearest that is. */
export function Missing({ ids, catalog, onChange }: Props) {
  const missing = ids.filter((id) => !findModel(catalog.models, id));
  return missing.map((id) => {
    const lost = catalog.gone.find((gone) => gone.id === id);
    const nearest = lost ? lost.nearest : (nearestModels({ id }, catalog.models, 1)[0]?.id ?? null);
    const rest = ids.filter((other) => other !== id);
    return (
      <div
        key={id}
        role="status"
        className="my-3 flex flex-wrap items-center gap-2 rounded-box bg-warn-soft px-3 py-2 text-warn"
      >
        <span className="mr-auto min-w-0 wrap-anywhere">
          <span className="font-mono text-xs">{id}</span> {lost ? "is listed no more." : "is not listed."}
        </span>
        {nearest !== null && !ids.includes(nearest) && (
          <Button size="sm" onClick={() => onChange(ids.map((other) => (other === id ? nearest : other)))}>
            Compare <span className="font-mono">{nearest}</span> instead
          </Button>
        )}
        <Button size="sm" onClick={() => onChange(rest)}>
          Leave it out
        </Button>
      </div>
    );
  });
}
