"use client";

import { type FormEvent, useState } from "react";
import { FilterChip } from "@/components/filters/filter-chip";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import type { RangeName } from "@/lib/ledger/paths";
import { describeRange, RANGE_WORDS, type RangeTexts, readRange } from "./range-words";

type Props = {
  name: RangeName;
  value: RangeTexts;
  opens: boolean;
  onClose: () => void;
  onChange: (value: RangeTexts) => void;
};

/** A figure from the least to the most of it. */
export function RangeFilter({ name, value, opens, onClose, onChange }: Props) {
  "use memo";
  const { title, unit } = RANGE_WORDS[name];
  return (
    <FilterChip
      name={title}
      words={describeRange(name, value)}
      opens={opens}
      onToggle={(isOpen) => !isOpen && onClose()}
      onRemove={() => onChange({ min: null, max: null })}
    >
      <Form key={`${value.min} ${value.max}`} name={name} unit={unit} value={value} onChange={onChange} />
    </FilterChip>
  );
}

type FormProps = Pick<Props, "name" | "value" | "onChange"> & { unit: string };

function Form({ name, unit, value, onChange }: FormProps) {
  "use memo";
  const [min, setMin] = useState(value.min ?? "");
  const [max, setMax] = useState(value.max ?? "");
  const read = readRange(name, { min, max });
  const apply = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!read) return;
    event.currentTarget.closest<HTMLElement>("[popover]")?.hidePopover();
    onChange(read);
  };
  return (
    <form onSubmit={apply} className="grid grid-cols-2 gap-2">
      <TextField
        label={`At least, ${unit}`}
        inputMode="decimal"
        autoComplete="off"
        data-focus
        value={min}
        onChange={({ target }) => setMin(target.value)}
      />
      <TextField
        label={`At most, ${unit}`}
        inputMode="decimal"
        autoComplete="off"
        value={max}
        onChange={({ target }) => setMax(target.value)}
      />
      <p role="status" className="col-span-2 text-xs text-danger">
        {read === null && "Write figures alone, the smaller one first."}
      </p>
      <Button type="submit" size="sm" look="primary" disabled={read === null} className="col-span-2">
        Apply
      </Button>
    </form>
  );
}
