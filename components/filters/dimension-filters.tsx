"use client";

import { ListFilterPlus } from "lucide-react";
import { useState } from "react";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { type Choices, DIMENSIONS, type Dimension } from "@/lib/ledger/dimensions";
import { DimensionChip } from "./dimension-chip";
import { DIMENSION_WORDS } from "./dimension-words";
import type { ValuesRange } from "./queries";

type Props = {
  choices: Choices;
  onChange: (choices: Choices) => void;
  /** The time whose values are offered. */
  range: ValuesRange;
  /** What else the page can be narrowed by, at the end of the menu. */
  more?: readonly MenuItem[];
};

/** What narrows a view of generations: a chip per dimension that is chosen, and a menu for further ones. */
export function DimensionFilters({ choices, onChange, range, more = [] }: Props) {
  "use memo";
  /** Picked in the menu, nothing chosen of it yet. */
  const [begun, setBegun] = useState<Dimension | null>(null);
  const shown = DIMENSIONS.filter((name) => choices[name] !== undefined || name === begun);
  const others = DIMENSIONS.filter((name) => !shown.includes(name));
  return (
    <>
      {shown.map((dimension) => (
        <DimensionChip
          key={dimension}
          dimension={dimension}
          choice={choices[dimension] ?? null}
          range={range}
          opens={dimension === begun}
          onClose={() => setBegun(null)}
          onChange={(choice) => onChange({ ...choices, [dimension]: choice ?? undefined })}
        />
      ))}
      {others.length + more.length > 0 && (
        <Menu
          label="Add a filter"
          text="Filter"
          icon={<ListFilterPlus aria-hidden />}
          items={[
            ...others.map((dimension) => ({
              label: DIMENSION_WORDS[dimension].name,
              onSelect: () => setBegun(dimension),
            })),
            ...more,
          ]}
        />
      )}
    </>
  );
}
