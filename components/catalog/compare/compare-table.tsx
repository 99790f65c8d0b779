"use client";

import { Check, X } from "lucide-react";
import Link from "next/link";
import { Fragment } from "react";
import { IconButton } from "@/components/ui/button";
import { Table, Tr } from "@/components/ui/table";
import { modelPath } from "@/lib/catalog/model-path";
import { UNKNOWN } from "@/lib/core/format";
import { ModelName } from "../model-name";
import type { Compared, ComparedCell } from "./compare-line";
import { compareLines } from "./compare-lines";

type Props = { models: readonly Compared[]; differences: boolean; onRemove: (id: string) => void };

/** A column per model, a line per fact; the best of a line is marked where there is a better. */
export function CompareTable({ models, differences, onRemove }: Props) {
  "use memo";
  const groups = compareLines(models)
    .map(({ title, lines }) => ({
      title,
      lines: differences ? lines.filter(({ differs }) => differs) : lines,
    }))
    .filter(({ lines }) => lines.length > 0);
  return (
    <Table
      label="Comparison"
      aria-label="Comparison"
      className="table-fixed min-w-(--narrow) sm:min-w-(--wide)"
      // On a phone two stand beside their labels, and more of them scroll.
      style={
        {
          "--narrow": `${96 + models.length * 126}px`,
          "--wide": `${208 + models.length * 148}px`,
        } as React.CSSProperties
      }
    >
      <thead>
        <tr>
          <td className="sticky left-0 z-10 w-24 bg-canvas sm:w-52" />
          {models.map(({ model }) => (
            <th key={model.id} scope="col" className="h-16 px-2 text-left align-top font-normal">
              <span className="flex items-start gap-1 pt-3">
                <Link
                  href={`/models/${modelPath(model.id)}`}
                  prefetch={false}
                  className="line-clamp-2 min-w-0 flex-1 font-medium wrap-break-word hover:underline max-sm:line-clamp-4"
                >
                  <ModelName id={model.id} name={model.name} />
                </Link>
                <IconButton
                  size="icon-sm"
                  className="touch:-mt-3"
                  label={`Leave out ${model.id}`}
                  onClick={() => onRemove(model.id)}
                >
                  <X aria-hidden />
                </IconButton>
              </span>
              <span className="block font-mono text-xs text-muted wrap-anywhere">{model.id}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {groups.length === 0 && (
          <tr>
            <td colSpan={models.length + 1} className="py-8 text-muted">
              In nothing that is known do they differ.
            </td>
          </tr>
        )}
        {groups.map(({ title, lines }) => (
          <Fragment key={title}>
            <tr className="border-b border-line">
              <th scope="colgroup" colSpan={models.length + 1} className="pt-5 pb-1.5 text-left font-medium">
                <span className="sticky left-0">{title}</span>
              </th>
            </tr>
            {lines.map(({ label, cells }) => (
              <Tr key={label}>
                <th
                  scope="row"
                  className="sticky left-0 z-10 bg-canvas py-1.5 pr-2 text-left align-top font-normal text-muted wrap-anywhere"
                >
                  {label}
                </th>
                {cells.map((cell, at) => (
                  <td key={models[at]?.model.id} className="px-2 py-1.5 align-top wrap-anywhere tabular-nums">
                    <Value cell={cell} />
                  </td>
                ))}
              </Tr>
            ))}
          </Fragment>
        ))}
      </tbody>
    </Table>
  );
}

function Value({ cell: { text, best } }: { cell: ComparedCell }) {
  if (!best) return <span className={text === UNKNOWN ? "text-faint" : undefined}>{text}</span>;
  return (
    <span className="font-medium text-ok" data-tip="Best of these">
      {text}
      <Check aria-hidden className="ml-1 inline size-3.5" />
      <span className="sr-only"> best</span>
    </span>
  );
}
