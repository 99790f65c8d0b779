"use client";

import clsx from "clsx";
import { X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Chip, ChipMenu } from "@/components/ui/chip";
import { ChooseMany, ChooseOne } from "@/components/ui/choices";
import { useFadingEdge } from "@/components/ui/use-fading-edge";
import { countFilters, FEATURE_LABELS, FEATURES, type ModelFilters, NO_FILTERS } from "@/lib/catalog/filters";
import { SORT_LABELS, SORTS, type Sort } from "@/lib/catalog/sort";
import { formatContext, formatUsd } from "@/lib/core/format";
import { formatDecimal, parseUsd, type Usd } from "@/lib/core/money";

/** Dollars per million tokens. */
const CEILINGS = ["0.1", "0.25", "0.5", "1", "3", "5", "10", "15", "30", "75"].map(parseUsd);
const CONTEXTS = [32_000, 128_000, 200_000, 400_000, 1_000_000];

type Props = {
  filters: ModelFilters;
  onFilters: (filters: ModelFilters) => void;
  /** What there is to choose from. */
  choices: { authors: readonly string[]; inputs: readonly string[]; outputs: readonly string[] };
  /** Whether anything is known of data policies. */
  knowsPolicies: boolean;
  /** Further filters, and at the end how the list is ordered. */
  children?: ReactNode;
  /** How far it stands from the edges. */
  className?: string;
};

/** What narrows and orders a list of models. */
export function FilterBar({
  filters,
  onFilters,
  choices,
  knowsPolicies,
  children,
  className = "px-3",
}: Props) {
  "use memo";
  const bar = useRef<HTMLDivElement>(null);
  useFadingEdge(bar);
  const set = (change: Partial<ModelFilters>) => onFilters({ ...filters, ...change });
  const named = (values: readonly string[]) => values.map((value) => ({ value, label: value }));
  return (
    <div ref={bar} className="fading-edge shrink-0 border-b border-line max-xl:overflow-x-auto">
      <div className={clsx("flex w-max min-w-full items-center gap-1.5 py-2", className)}>
        <Chip on={filters.free} onToggle={() => set({ free: !filters.free })}>
          Free
        </Chip>
        <ChipMenu label="Price" chosen={describePrice(filters)}>
          <div className="flex gap-2">
            <ChooseOne
              legend="Input, per M tokens"
              value={asText(filters.maxInput)}
              options={ceilings(filters.maxInput)}
              onChange={(ceiling) => set({ maxInput: fromText(ceiling) })}
            />
            <ChooseOne
              legend="Output, per M tokens"
              value={asText(filters.maxOutput)}
              options={ceilings(filters.maxOutput)}
              onChange={(ceiling) => set({ maxOutput: fromText(ceiling) })}
            />
          </div>
        </ChipMenu>
        <ChipMenu
          label="Context"
          chosen={filters.minContext === null ? null : `≥ ${formatContext(filters.minContext)}`}
        >
          <ChooseOne
            legend="Takes at least"
            value={filters.minContext}
            options={[
              { value: null, label: "Any length" },
              ...withOwn(CONTEXTS, filters.minContext).map((value) => ({
                value,
                label: `${formatContext(value)} tokens`,
              })),
            ]}
            onChange={(minContext) => set({ minContext })}
          />
        </ChipMenu>
        <ChipMenu label="Reads" chosen={describe("Reads", filters.inputs)}>
          <ChooseMany
            legend="Takes in"
            values={filters.inputs}
            options={named(withOwn(choices.inputs, ...filters.inputs).filter((name) => name !== "text"))}
            onChange={(inputs) => set({ inputs })}
          />
        </ChipMenu>
        <ChipMenu label="Writes" chosen={describe("Writes", filters.outputs)}>
          <ChooseMany
            legend="Gives out"
            values={filters.outputs}
            options={named(withOwn(choices.outputs, ...filters.outputs))}
            onChange={(outputs) => set({ outputs })}
          />
        </ChipMenu>
        {FEATURES.map((feature) => {
          const on = filters.features.includes(feature);
          const rest = filters.features.filter((other) => other !== feature);
          return (
            <Chip key={feature} on={on} onToggle={() => set({ features: on ? rest : [...rest, feature] })}>
              {FEATURE_LABELS[feature]}
            </Chip>
          );
        })}
        <ChipMenu label="Author" chosen={describe("", filters.authors)}>
          <ChooseMany
            legend="By any of"
            values={filters.authors}
            options={named(withOwn(choices.authors, ...filters.authors))}
            onChange={(authors) => set({ authors })}
          />
        </ChipMenu>
        {(knowsPolicies || filters.zeroRetention) && (
          <Chip
            on={filters.zeroRetention}
            tip="At least one provider keeps nothing of what it is sent"
            onToggle={() => set({ zeroRetention: !filters.zeroRetention })}
          >
            Keeps no data
          </Chip>
        )}
        <Chip
          on={filters.batch}
          tip="Also models for OpenRouter's batch API, which cannot be chatted with"
          onToggle={() => set({ batch: !filters.batch })}
        >
          Batch
        </Chip>
        {countFilters(filters) > 0 && (
          <Button size="sm" look="ghost" onClick={() => onFilters(NO_FILTERS)}>
            <X aria-hidden /> Clear
          </Button>
        )}
        {children}
      </div>
    </div>
  );
}

/** In which order a list stands. */
export function SortChip({ sort, onSort }: { sort: Sort; onSort: (sort: Sort) => void }) {
  "use memo";
  return (
    <span className="ml-auto">
      <ChipMenu label="Sort by" chosen={sort === SORTS[0] ? null : SORT_LABELS[sort]}>
        <ChooseOne
          legend="Sort by"
          value={sort}
          options={SORTS.map((value) => ({ value, label: SORT_LABELS[value] }))}
          onChange={onSort}
        />
      </ChipMenu>
    </span>
  );
}

/** A list with what is set although the list does not offer it. */
function withOwn<Value extends string | number>(
  offered: readonly Value[],
  ...own: (Value | null)[]
): Value[] {
  return [...new Set([...offered, ...own.filter((value) => value !== null)])];
}

function describe(verb: string, values: readonly string[]): string | null {
  const [first, ...others] = values;
  if (first === undefined) return null;
  return `${verb} ${first}${others.length === 0 ? "" : ` +${others.length}`}`.trim();
}

function describePrice({ maxInput, maxOutput }: ModelFilters): string | null {
  const parts = [
    maxInput === null ? "" : `in ≤ ${formatUsd(maxInput)}`,
    maxOutput === null ? "" : `out ≤ ${formatUsd(maxOutput)}`,
  ];
  return parts.filter(Boolean).join(" · ") || null;
}

const asText = (ceiling: Usd | null): string | null => (ceiling === null ? null : formatDecimal(ceiling));
const fromText = (text: string | null): Usd | null => (text === null ? null : parseUsd(text));

function ceilings(own: Usd | null): { value: string | null; label: string }[] {
  const offered =
    CEILINGS.includes(own ?? CEILINGS[0] ?? parseUsd("0")) || own === null ? CEILINGS : [...CEILINGS, own];
  return [
    { value: null, label: "Any price" },
    ...offered.map((ceiling) => ({ value: formatDecimal(ceiling), label: `≤ ${formatUsd(ceiling)}` })),
  ];
}
