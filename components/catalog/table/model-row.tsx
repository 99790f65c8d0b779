"use client";

import clsx from "clsx";
import { ChevronDown } from "lucide-react";
import Link from "next/link";
import { Fragment } from "react";
import { IconButton } from "@/components/ui/button";
import { Td } from "@/components/ui/table";
import { modelPath } from "@/lib/catalog/model-path";
import { formatDay } from "@/lib/core/format-instant";
import { ModelName } from "../model-name";
import { ColumnCell, PricePair } from "./column-cell";
import { type Column, isNumeric } from "./columns";
import type { TableRow } from "./table-row";

type Props = {
  row: TableRow;
  index: number;
  columns: readonly Column[];
  ticked: boolean;
  /** As many are ticked as can be compared. */
  full: boolean;
  onTick: (id: string, on: boolean) => void;
  open: boolean;
  onOpen: (id: string, on: boolean) => void;
};

/** A model in the table. On a phone it keeps name and price, and opens for the rest. */
export function ModelRow({ row, index, columns, ticked, full, onTick, open, onOpen }: Props) {
  "use memo";
  return (
    <>
      <tr
        aria-rowindex={index + 2}
        className={clsx("group border-b border-line", ticked ? "bg-accent-soft/50" : "hover:bg-hover/50")}
      >
        <Td className="h-12! pr-1! pl-0">
          <label className="flex size-7 items-center justify-center touch:size-11 touch:-ml-3">
            <input
              type="checkbox"
              aria-label={`Compare ${row.id}`}
              checked={ticked}
              disabled={full || row.gone !== null}
              onChange={({ target }) => onTick(row.id, target.checked)}
              className="size-3.5 accent-accent"
            />
          </label>
        </Td>
        <NameCell row={row} ticked={ticked} />
        {columns.map((column) => (
          <Td key={column.key} wide numeric={isNumeric(column)} className="truncate">
            <ColumnCell column={column} row={row} />
          </Td>
        ))}
        <Td numeric className="md:hidden">
          <PricePair row={row} />
        </Td>
        <Td className="pl-0 text-right md:hidden">
          <IconButton
            size="icon-sm"
            label={`${open ? "Less" : "More"} about ${row.id}`}
            aria-expanded={open}
            onClick={() => onOpen(row.id, !open)}
          >
            <ChevronDown aria-hidden className={clsx("transition-transform", open && "rotate-180")} />
          </IconButton>
        </Td>
      </tr>
      {open && (
        <tr className="border-b border-line md:hidden">
          {/* As many as a phone shows: a fixed layout would make room for more. */}
          <td colSpan={4} className="pt-1 pb-3">
            <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
              {columns.map((column) => (
                <Fragment key={column.key}>
                  <dt className="text-xs leading-5 text-muted">{column.label}</dt>
                  <dd className="text-right tabular-nums">
                    <ColumnCell column={column} row={row} />
                  </dd>
                </Fragment>
              ))}
            </dl>
          </td>
        </tr>
      )}
    </>
  );
}

function NameCell({ row: { id, name, listed, gone }, ticked }: { row: TableRow; ticked: boolean }) {
  "use memo";
  const expiresOn = listed?.model.expiresOn;
  return (
    <th
      scope="row"
      className={clsx(
        "sticky left-0 z-10 px-2 py-1 text-left font-normal",
        // What scrolls away below must not shine through.
        ticked
          ? "bg-[color-mix(in_oklch,var(--color-accent-soft)_50%,var(--color-canvas))]"
          : "bg-canvas group-hover:bg-[color-mix(in_oklch,var(--color-hover)_50%,var(--color-canvas))]",
      )}
    >
      <span className="flex items-center gap-1.5">
        <Link
          href={`/models/${modelPath(id)}`}
          prefetch={false}
          data-tip={name.length > 24 ? name : undefined}
          className={clsx("truncate hover:underline", gone && "text-muted line-through")}
        >
          <ModelName id={id} name={name} />
        </Link>
      </span>
      <span className="flex flex-wrap items-baseline gap-x-2 text-xs text-muted">
        <span className="font-mono wrap-anywhere">
          <span>{id}</span>
          {listed?.target && <span className="text-faint">{` → ${listed.target}`}</span>}
        </span>
        {expiresOn && <span className="shrink-0 text-warn">until {formatDay(expiresOn)}</span>}
      </span>
      {gone && (
        <span className="block truncate text-xs text-warn">
          No longer listed
          {gone.nearest !== null && (
            <>
              ; nearest is{" "}
              <Link href={`/models/${modelPath(gone.nearest)}`} prefetch={false} className="underline">
                {gone.nearest}
              </Link>
            </>
          )}
        </span>
      )}
    </th>
  );
}
