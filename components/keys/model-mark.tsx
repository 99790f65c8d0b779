"use client";

import { useQuery } from "@tanstack/react-query";
import { catalogQuery } from "@/components/catalog/queries";
import { type ModelFate, modelFate } from "@/lib/catalog/model-fate";
import { formatDay } from "@/lib/core/format-instant";

type Props = { models: readonly string[] };

/** Says of one model, or of several together, that they are gone or will go; of any other nothing. */
export default function ModelMark({ models }: Props) {
  "use memo";
  const catalog = useQuery(catalogQuery).data;
  const fates = catalog ? models.flatMap((id) => modelFate(catalog, id) ?? []) : [];
  const [fate] = fates;
  if (!fate) return null;
  return <span className="text-warn"> ({models.length === 1 ? sayOne(fate) : saySeveral(fates)})</span>;
}

const sayOne = (fate: ModelFate): string => {
  if (fate.kind === "going") return `may be gone from ${formatDay(fate.on)}`;
  return fate.nearest === null ? "no longer listed" : `no longer listed; nearest is ${fate.nearest}`;
};

const saySeveral = (fates: readonly ModelFate[]): string => {
  const gone = fates.filter(({ kind }) => kind === "gone").length;
  const going = fates.length - gone;
  return [gone > 0 && `${gone} no longer listed`, going > 0 && `${going} going`].filter(Boolean).join(", ");
};
