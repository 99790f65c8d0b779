"use client";

import { Button } from "@/components/ui/button";
import { ChipMenu } from "@/components/ui/chip";
import { ChooseMany } from "@/components/ui/choices";
import { COLUMNS } from "./columns";

type Props = {
  columns: readonly string[];
  /** Those shown unless others are chosen. */
  usual: readonly string[];
  onColumns: (columns: readonly string[]) => void;
};

const OPTIONS = COLUMNS.map(({ key, label }) => ({ value: key, label }));

/** Which columns the table has. */
export function ColumnMenu({ columns, usual, onColumns }: Props) {
  "use memo";
  const isUsual = columns.join() === usual.join();
  return (
    <ChipMenu label="Columns" chosen={isUsual ? null : `${columns.length} columns`}>
      <ChooseMany
        legend="Show beside the name"
        values={columns}
        options={OPTIONS}
        onChange={(next) => onColumns(OPTIONS.map(({ value }) => value).filter((key) => next.includes(key)))}
      />
      {!isUsual && (
        <Button size="sm" look="ghost" className="mt-1 w-full" onClick={() => onColumns(usual)}>
          The usual ones
        </Button>
      )}
    </ChipMenu>
  );
}
