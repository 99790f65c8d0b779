"use client";

import { useRested } from "@/components/ui/use-rested";
import type { CatalogResponse } from "@/lib/catalog/api";
import { findModel } from "@/lib/catalog/find-model";
import { CardFrame } from "./card-frame";
import { ModelActions } from "./model-actions";
import { ModelDetails } from "./model-details";

type Props = {
  catalog: CatalogResponse;
  /** The id that would be chosen, variants included. */
  id: string;
  onId: (id: string) => void;
  onChoose: (id: string) => void;
};

/** How long a model stays highlighted before its providers are asked for, milliseconds. */
const REST = 250;

/** What the picker tells of a model. */
export function ModelCard({ catalog, id, onId, onChoose }: Props) {
  "use memo";
  const model = findModel(catalog.models, id);
  const rested = useRested(model?.id, REST);
  if (!model) return null;
  return (
    // Of another variant one reads on where one was.
    <CardFrame about={id.split(":")[0] ?? id} id={id} disabled={model.kind === "batch"} onChoose={onChoose}>
      <ModelActions id={model.id} />
      <ModelDetails {...{ model, id, onId, catalog }} settled={rested === model.id} />
    </CardFrame>
  );
}
