"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import type { CatalogResponse, Pricing } from "@/lib/catalog/api";
import { describeChange } from "@/lib/catalog/describe-change";
import { pricingOf } from "@/lib/catalog/differences";
import { stripVariant } from "@/lib/catalog/find-model";
import type { CatalogModel } from "@/lib/catalog/model";
import { pricesOf } from "@/lib/catalog/model-prices";
import { nearestModels } from "@/lib/catalog/nearest-models";
import { formatDay } from "@/lib/core/format-instant";

type Props = {
  model: string;
  row: CatalogModel | null;
  catalog: CatalogResponse;
  change: { before: Pricing; dismiss: () => void } | null;
  onSwitch: (model: string) => void;
};

/** What has become of a pane's model: gone, going, or at another price than it was chosen at. */
export default function ModelNotice({ model, row, catalog, change, onSwitch }: Props) {
  "use memo";
  const fate = row === null ? lost(model, catalog) : going(row, catalog);
  if (!fate && !change) return null;
  return (
    <div role="status" aria-label="About this model" className="divide-y divide-line border-b border-line">
      {fate && (
        <Line sentence={fate.sentence}>
          {fate.nearest !== null && (
            <Button size="sm" onClick={() => onSwitch(fate.nearest ?? model)}>
              Use <span className="font-mono">{fate.nearest}</span>
            </Button>
          )}
        </Line>
      )}
      {row && change && (
        <Line sentence={priceSentence(row, change.before)}>
          <Button size="sm" onClick={change.dismiss}>
            All right
          </Button>
        </Line>
      )}
    </div>
  );
}

/** What differs only in smaller components is told by these. */
function priceSentence(row: CatalogModel, before: Pricing): string {
  const [now, then] = [pricesOf(row), pricesOf({ ...row, prices: before.prices })];
  if (now !== then) return `Now at ${now}; it was ${then} before.`;
  const lines = describeChange({ differences: [{ kind: "price", before, after: pricingOf(row) }] });
  return `The price has changed: ${lines.join("; ")}.`;
}

function Line({ sentence, children }: { sentence: string; children: ReactNode }) {
  return (
    <p className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 bg-warn-soft px-3 py-1 text-xs tabular-nums sm:px-4">
      <span className="text-warn">{sentence}</span>
      {children}
    </p>
  );
}

type Fate = { sentence: string; nearest: string | null };

function lost(model: string, { gone, models }: CatalogResponse): Fate | null {
  const known = gone.find(({ id }) => id === stripVariant(model));
  const nearest = known?.nearest ?? nearestModels({ id: model }, models, 1)[0]?.id ?? null;
  if (known) return { sentence: `OpenRouter no longer lists ${known.name}.`, nearest };
  return nearest === null ? null : { sentence: "The nearest model that is listed:", nearest };
}

function going(row: CatalogModel, { models }: CatalogResponse): Fate | null {
  if (row.expiresOn === null) return null;
  return {
    sentence: `This model may be gone from ${formatDay(row.expiresOn)} on.`,
    nearest: nearestModels(row, models, 1)[0]?.id ?? null,
  };
}
