import { Triangle } from "lucide-react";
import type { CatalogModel, Prices } from "@/lib/catalog/model";
import type { PriceMove } from "@/lib/catalog/price-move";
import { formatPriceOrUnknown, formatPricePerMillion } from "@/lib/core/format";

/** In place of figures: a free model, and one that chooses another. */
export const priceWord = ({ isFree, kind }: Pick<CatalogModel, "isFree" | "kind">): string | null =>
  isFree ? "Free" : kind === "router" ? "varies" : null;

type Props = { price: Prices["prompt"]; move: PriceMove | undefined };

/** Dollars per million tokens, marked when they have changed lately. */
export function PricePerMillion({ price, move }: Props) {
  return (
    <>
      {formatPriceOrUnknown(price)}
      {move && <MoveMark move={move} />}
    </>
  );
}

/** ▲ or ▼ with the old price. */
export function MoveMark({ move: { direction, before } }: { move: PriceMove }) {
  const was = `was ${formatPricePerMillion(before)} /M`;
  return (
    <span data-tip={was} className={direction === "up" ? "text-danger" : "text-ok"}>
      <Triangle
        aria-hidden
        className={`ml-1 inline size-2 fill-current align-baseline ${direction === "up" ? "" : "rotate-180"}`}
      />
      <span className="sr-only"> {was}</span>
    </span>
  );
}
