"use client";

import { ChipMenu } from "@/components/ui/chip";
import { ChooseOne } from "@/components/ui/choices";
import { COLUMNS, isRising } from "./columns";
import type { TableSort } from "./table-rows";

type Props = { sort: TableSort | null; onSort: (sort: TableSort) => void };

const KEYS = ["newest", "used", "spend", "input", "output", "average", "context", "name"];
const LABELS: Record<string, string> = {
  ...Object.fromEntries(COLUMNS.map(({ key, label }) => [key, label])),
  name: "Name",
};

/** Sorts where there are no heads to click: on a phone most columns are folded away. */
export function SortMenu({ sort, onSort }: Props) {
  "use memo";
  const chosen = sort && LABELS[sort.column];
  return (
    <span className="md:hidden">
      <ChipMenu label="Sort by" chosen={chosen ? `By ${chosen.toLowerCase()}` : null}>
        <ChooseOne
          legend="Sort by"
          value={sort?.column ?? null}
          options={KEYS.map((value) => ({ value, label: LABELS[value] ?? value }))}
          onChange={(column) => column !== null && onSort({ column, descending: isFalling(column) })}
        />
        {sort && (
          <ChooseOne
            legend="Way"
            value={sort.descending ? "down" : "up"}
            options={[
              { value: "up", label: "Rising" },
              { value: "down", label: "Falling" },
            ]}
            onChange={(way) => onSort({ ...sort, descending: way === "down" })}
          />
        )}
      </ChipMenu>
    </span>
  );
}

function isFalling(key: string): boolean {
  const column = COLUMNS.find((one) => one.key === key);
  return column !== undefined && !isRising(column);
}
