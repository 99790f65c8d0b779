"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Segmented } from "@/components/ui/segmented";
import type { Choice, Dimension, Value } from "@/lib/ledger/dimensions";
import { DIMENSION_WORDS, describeChoice } from "./dimension-words";
import { FilterChip } from "./filter-chip";
import { type ValuesRange, valuesQuery } from "./queries";
import { ValueList } from "./value-list";

type Props = {
  dimension: Dimension;
  choice: Choice | null;
  range: ValuesRange;
  /** Whether it opens as soon as it is there. */
  opens: boolean;
  onClose: () => void;
  onChange: (choice: Choice | null) => void;
};

/** Their values are ids; what these are called has to be asked for. */
const NAMED: readonly Dimension[] = ["member", "key", "route"];

/** What is chosen of one dimension; opens for choosing. */
export function DimensionChip({ dimension, choice, range, opens, onClose, onChange }: Props) {
  "use memo";
  const [open, setOpen] = useState(false);
  /** Kept while nothing is chosen, so that it may be said before. */
  const [excludes, setExcludes] = useState(false);
  const { name, none } = DIMENSION_WORDS[dimension];
  const isNamed = NAMED.includes(dimension);
  const known = useQuery({
    ...valuesQuery(dimension, "", range),
    enabled: open || (isNamed && choice !== null),
  });
  const labelOf = (value: Value): string =>
    value === null
      ? (none ?? "None")
      : (known.data?.values.find(({ key }) => key === value)?.label ??
        (isNamed ? `…${value.slice(-6)}` : value));
  const words = choice && describeChoice(dimension, choice, labelOf);
  const exclude = choice?.exclude ?? excludes;
  return (
    <FilterChip
      name={name}
      words={words}
      opens={opens}
      onRemove={() => onChange(null)}
      onToggle={(isOpen) => {
        setOpen(isOpen);
        if (!isOpen) onClose();
      }}
    >
      {open && (
        <>
          <Segmented
            label={`Whether ${name} is one of these`}
            value={exclude ? "exclude" : "include"}
            options={[
              { value: "include", label: "is" },
              { value: "exclude", label: "is not" },
            ]}
            onChange={(value) => {
              setExcludes(value === "exclude");
              if (choice) onChange({ ...choice, exclude: value === "exclude" });
            }}
          />
          <ValueList
            dimension={dimension}
            values={choice?.values ?? []}
            labelOf={labelOf}
            range={range}
            onChange={(values) => onChange(values.length === 0 ? null : { exclude, values })}
          />
        </>
      )}
    </FilterChip>
  );
}
