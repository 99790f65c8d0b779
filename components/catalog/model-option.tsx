"use client";

import clsx from "clsx";
import type { GoneModel } from "@/lib/catalog/api";
import type { ListedModel } from "@/lib/catalog/listing";
import type { CatalogModel, Prices } from "@/lib/catalog/model";
import { type PriceMove, priceMoves } from "@/lib/catalog/price-move";
import { isPriced } from "@/lib/catalog/pricing";
import { formatContext } from "@/lib/core/format";
import { formatDay, formatMonth } from "@/lib/core/format-instant";
import { FeatureIcons, ReadsIcons } from "./ability-icons";
import { PricePerMillion, priceWord } from "./model-price";
import { OptionMarks } from "./option-marks";

type Props = {
  listed: ListedModel;
  chosen: boolean;
  favourite: boolean;
  recommended: boolean;
  barred: boolean;
  /** What it cost before its last change of price. */
  before: Prices | undefined;
};

/** One line of the picker: name and id, what it takes and can do, how much it reads, what it costs. */
export function ModelOption({ listed: { model, target }, chosen, before, ...marks }: Props) {
  "use memo";
  return (
    <>
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-1.5">
          <span className={clsx("truncate", chosen && "font-medium text-accent-text")}>{model.name}</span>
          <OptionMarks {...marks} />
        </span>
        <span className="flex items-baseline gap-2 text-xs text-muted">
          <span className="truncate font-mono">
            <span>{model.id}</span>
            {target !== null && <span className="text-faint">{` → ${target}`}</span>}
          </span>
          {model.expiresOn && <span className="shrink-0 text-warn">until {formatDay(model.expiresOn)}</span>}
        </span>
      </span>
      <span className="flex w-36 shrink-0 justify-end gap-1.5 text-faint max-lg:hidden">
        <ReadsIcons model={model} />
        <span aria-hidden className="w-1.5" />
        <FeatureIcons model={model} />
      </span>
      <span className="w-18 shrink-0 text-right text-xs text-muted tabular-nums max-xl:hidden">
        {model.created !== null && formatMonth(new Date(model.created * 1000))}
      </span>
      <span className="w-14 shrink-0 text-right text-xs text-muted tabular-nums max-sm:hidden">
        {formatContext(model.contextLength)}
      </span>
      <ListPrice model={model} moves={before ? priceMoves(model.prices, before) : {}} />
    </>
  );
}

type ListPriceProps = { model: CatalogModel; moves: Partial<Record<keyof Prices, PriceMove>> };

function ListPrice({ model, moves }: ListPriceProps) {
  const word = priceWord(model);
  if (word) return <span className="w-36 shrink-0 text-right text-xs text-muted max-sm:w-20">{word}</span>;
  return (
    <span className="flex w-36 shrink-0 justify-end text-xs tabular-nums max-sm:w-20 max-sm:flex-col">
      {(["prompt", "completion"] as const).map((side) => (
        <span key={side} className="w-18 text-right max-sm:w-20">
          <span className="sr-only">{side === "prompt" ? "in " : "out "}</span>
          <PricePerMillion price={isPriced(model) ? model.prices[side] : undefined} move={moves[side]} />
        </span>
      ))}
    </span>
  );
}

/** A line for a model that is listed no more; choosing it chooses the nearest. */
export function GoneOption({ gone: { id, name, nearest } }: { gone: GoneModel }) {
  "use memo";
  return (
    <>
      <span className="min-w-0 flex-1">
        <span className="block truncate text-muted line-through">{name}</span>
        <span className="block truncate font-mono text-xs text-muted">{id}</span>
      </span>
      <span className="min-w-0 shrink text-right text-xs text-warn">
        {nearest === null ? (
          "No longer listed"
        ) : (
          <>
            No longer listed; nearest is <span className="font-mono wrap-anywhere">{nearest}</span>
          </>
        )}
      </span>
    </>
  );
}
