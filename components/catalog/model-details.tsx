"use client";

import type { CatalogResponse } from "@/lib/catalog/api";
import { aliasTarget } from "@/lib/catalog/listing";
import type { CatalogModel } from "@/lib/catalog/model";
import { variantChoices } from "@/lib/catalog/variants";
import { formatContext, formatCount } from "@/lib/core/format";
import { formatDay } from "@/lib/core/format-instant";
import { EndpointList, EndpointSkeleton } from "./endpoint-list";
import { CardPart, FactRow } from "./fact-row";
import { Notices } from "./model-notices";
import { OwnFigures } from "./own-figures";
import { PriceList } from "./price-list";
import { VariantSwitches } from "./variant-switches";

type Props = {
  model: CatalogModel;
  /** The id as it would be asked for, variants included. */
  id: string;
  onId: (id: string) => void;
  catalog: Pick<CatalogResponse, "models" | "repriced">;
  /** Whether to ask for its providers, or to wait until the keyboard has come to rest. */
  settled: boolean;
};

/** What there is to know of a model before choosing it. */
export function ModelDetails({ model, id, onId, catalog, settled }: Props) {
  "use memo";
  const choices = variantChoices(catalog.models, id);
  return (
    <div className="space-y-4 text-xs">
      <div>
        <p className="text-sm font-medium">{model.name}</p>
        <p className="font-mono text-muted wrap-anywhere">{id}</p>
      </div>
      <Notices model={model} target={aliasTarget(catalog.models, model)} />
      <p className="line-clamp-6 text-muted">{model.description || "No description."}</p>
      <dl className="space-y-1.5">
        <FactRow name="Context">{formatContext(model.contextLength)}</FactRow>
        {model.maxCompletionTokens !== null && (
          <FactRow name="Longest answer">{formatCount(model.maxCompletionTokens)}</FactRow>
        )}
        <FactRow name="Reads">{model.inputModalities.join(", ") || "—"}</FactRow>
        <FactRow name="Writes">{model.outputModalities.join(", ") || "—"}</FactRow>
        {model.knowledgeCutoff && <FactRow name="Knows until">{formatDay(model.knowledgeCutoff)}</FactRow>}
        {model.created !== null && <FactRow name="Added">{formatDay(dayOf(model.created))}</FactRow>}
      </dl>
      <CardPart title="Price">
        <PriceList model={model} before={catalog.repriced[model.id]?.before} />
      </CardPart>
      {model.kind !== "router" && <OwnFigures model={model} />}
      {choices.length > 0 && (
        <CardPart title="Variants">
          <VariantSwitches choices={choices} onId={onId} />
        </CardPart>
      )}
      {model.kind !== "router" && model.kind !== "batch" && (
        <CardPart title="Providers" hint="in · out /M">
          {settled ? <EndpointList model={model.id} /> : <EndpointSkeleton />}
        </CardPart>
      )}
    </div>
  );
}

const dayOf = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);
