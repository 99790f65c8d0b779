import { Usd } from "@/components/ui/usd";
import type { Prices } from "@/lib/catalog/model";
import { type PriceMove, priceMoves } from "@/lib/catalog/price-move";
import { UNKNOWN } from "@/lib/core/format";
import { FeatureIcons, ReadsIcons } from "../ability-icons";
import { MoveMark, PricePerMillion, priceWord } from "../model-price";
import { textOf } from "./column-values";
import type { Column } from "./columns";
import { priceIn, type TableRow } from "./table-row";

type Props = { column: Column; row: TableRow };

/** What a column says of a model. */
export function ColumnCell({ column, row }: Props) {
  "use memo";
  const model = row.listed?.model;
  if (model && column.key === "reads" && model.inputModalities.some((modality) => modality !== "text"))
    return (
      <span className="inline-flex gap-1.5 align-middle text-muted">
        <ReadsIcons model={model} />
      </span>
    );
  if (model && column.key === "can")
    return (
      <span className="inline-flex gap-1.5 align-middle text-muted">
        <FeatureIcons model={model} />
      </span>
    );
  if (column.kind === "usd") {
    const amount = column.get(row) ?? null;
    return <Usd amount={amount} className={amount === 0n ? "text-faint" : ""} />;
  }
  if (column.kind === "price" && (column.component === "prompt" || column.component === "completion")) {
    const word = row.listed && priceWord(row.listed.model);
    if (word) return <span className="text-muted">{word}</span>;
  }
  const text = textOf(column, row);
  const isQuiet = text === UNKNOWN || text === "0" || text === "text";
  const move =
    column.kind === "price" && column.per === "million" ? moveOf(row, column.component) : undefined;
  return (
    <span
      className={isQuiet ? "text-faint" : undefined}
      data-tip={column.kind === "words" && text.length > 14 ? text : undefined}
    >
      {text}
      {move && <MoveMark move={move} />}
    </span>
  );
}

/** Input over output, where there is no room for two columns. */
export function PricePair({ row }: { row: TableRow }) {
  "use memo";
  const word = row.listed && priceWord(row.listed.model);
  if (word) return <span className="text-muted">{word}</span>;
  return (["prompt", "completion"] as const).map((component) => (
    <span key={component} className="block text-xs">
      <span className="sr-only">{component === "prompt" ? "in " : "out "}</span>
      <PricePerMillion price={priceIn(row, component) ?? undefined} move={moveOf(row, component)} />
    </span>
  ));
}

function moveOf(row: TableRow, component: keyof Prices): PriceMove | undefined {
  if (!row.listed || !row.before) return undefined;
  return priceMoves(row.listed.model.prices, row.before.prices)[component];
}
