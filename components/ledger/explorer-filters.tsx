"use client";

import { X } from "lucide-react";
import { useState } from "react";
import { readChoices, writeChoices } from "@/components/filters/choice-params";
import { DimensionFilters } from "@/components/filters/dimension-filters";
import type { ValuesRange } from "@/components/filters/queries";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { clockText } from "@/lib/core/period";
import type { GENERATION_STATES } from "@/lib/ledger/api";
import { ERROR_STATES, RANGES, type RangeName, rangeKeys } from "@/lib/ledger/paths";
import { RangeFilter } from "./range-filter";
import { RANGE_WORDS } from "./range-words";
import type { FilterParams } from "./search-params";
import { TimeFilter } from "./time-filter";

type State = (typeof GENERATION_STATES)[number];

const STATES: readonly { label: string; states: readonly State[] }[] = [
  { label: "Running", states: ["running"] },
  { label: "Finished", states: ["finished"] },
  { label: "Failed", states: ERROR_STATES },
  { label: "Cancelled", states: ["cancelled"] },
];

type Props = {
  params: FilterParams;
  /** Whose values are offered; null for those of the account in use. */
  account: string | null;
  onChange: (change: Partial<FilterParams>) => void;
  timeZone: string | null;
  onTimeZone: (timeZone: string) => void;
};

/** All that narrows the list: state and time always in sight, the rest as chips once it is asked for. */
export function ExplorerFilters({ params, account, onChange, timeZone, onTimeZone }: Props) {
  "use memo";
  /** A range that was picked in the menu, nothing of it set yet. */
  const [begun, setBegun] = useState<RangeName | null>(null);
  const textsOf = (name: RangeName) => {
    const [min, max] = rangeKeys(name);
    const text = (value: string | number | null) => (value === null ? null : String(value));
    return { min: text(params[min]), max: text(params[max]) };
  };
  const isSet = (name: RangeName) => rangeKeys(name).some((key) => params[key] !== null);
  const unset = RANGES.filter((name) => !isSet(name) && name !== begun);
  return (
    <>
      <TimeFilter
        from={params.from}
        to={params.to}
        timeZone={timeZone}
        onChange={(from, to) => onChange({ from, to })}
        onTimeZone={onTimeZone}
      />
      <StateSelect state={params.state} onChange={(state) => onChange({ state })} />
      <DimensionFilters
        choices={readChoices(params)}
        onChange={(choices) => onChange(writeChoices(choices))}
        range={{ ...valuesRange(params, timeZone), ...(account !== null && { account }) }}
        more={[
          ...unset.map((name) => ({ label: RANGE_WORDS[name].title, onSelect: () => setBegun(name) })),
          ...(params.cost ? [] : [{ label: "Unknown cost", onSelect: () => onChange({ cost: "unknown" }) }]),
        ]}
      />
      {RANGES.filter((name) => isSet(name) || name === begun).map((name) => (
        <RangeFilter
          key={name}
          name={name}
          value={textsOf(name)}
          opens={name === begun}
          onClose={() => setBegun(null)}
          onChange={({ min, max }) => onChange(rangeParams(name, min, max))}
        />
      ))}
      {params.cost && (
        <Button onClick={() => onChange({ cost: null })} aria-label="Remove the filter “Unknown cost”">
          Unknown cost
          <X aria-hidden />
        </Button>
      )}
    </>
  );
}

/** Costs stay the text that they are; the others are whole numbers. */
function rangeParams(name: RangeName, min: string | null, max: string | null): Partial<FilterParams> {
  const of = (text: string | null) => (name === "cost" || text === null ? text : Number(text));
  const [minKey, maxKey] = rangeKeys(name);
  return { [minKey]: of(min), [maxKey]: of(max) };
}

/** The days around what is shown, else a good while. */
function valuesRange({ from, to }: FilterParams, timeZone: string | null): ValuesRange {
  const zone = timeZone ?? "UTC";
  const day = (moment: Date) => clockText(moment, zone).slice(0, 10);
  return from && to && from < to
    ? { from: day(from), to: day(new Date(to.getTime() - 1)), timeZone: zone }
    : { span: from ? "90d" : "30d", timeZone: zone };
}

type StateProps = { state: readonly State[] | null; onChange: (state: State[] | null) => void };

function StateSelect({ state, onChange }: StateProps) {
  "use memo";
  const chosen = state?.join(",") ?? "";
  return (
    <Select
      label="State"
      value={chosen}
      onChange={(event) => {
        const choice = STATES.find(({ states }) => states.join(",") === event.target.value);
        onChange(choice ? [...choice.states] : null);
      }}
    >
      <option value="">All states</option>
      {STATES.map(({ label, states }) => (
        <option key={label} value={states.join(",")}>
          {label}
        </option>
      ))}
      {state && !STATES.some(({ states }) => states.join(",") === chosen) && (
        <option value={chosen}>{state.join(", ")}</option>
      )}
    </Select>
  );
}
