"use client";

import type { ReactNode } from "react";
import { DimensionFilters } from "@/components/filters/dimension-filters";
import { DIMENSION_WORDS } from "@/components/filters/dimension-words";
import { Select } from "@/components/ui/select";
import { DIMENSIONS, type Dimension } from "@/lib/ledger/dimensions";
import { BUCKETS, type Overview } from "@/lib/spend/overview-api";
import type { SpendView } from "./use-spend-view";

type Props = {
  view: SpendView /** What the server chose where the choice is its own. */;
  bucket: Overview["bucket"] | undefined;
};

/** How it is cut: into groups, their parts, and steps of time; and what of all is looked at. */
export function ShapeBar({ view: { params, range, choices, change, narrow }, bucket }: Props) {
  "use memo";
  const { groupBy, inside } = params;
  const chosen = <Value extends string>(value: string) => (value === "" ? null : (value as Value));
  return (
    <div className="flex flex-wrap items-center gap-2 pt-3">
      <Named name="By">
        <Select
          label="Group by"
          value={groupBy}
          onChange={({ target }) => {
            const next = target.value as Dimension;
            change({ groupBy: next, ...(inside === next && { inside: null }) });
          }}
        >
          {DIMENSIONS.map((dimension) => (
            <option key={dimension} value={dimension}>
              {DIMENSION_WORDS[dimension].name}
            </option>
          ))}
        </Select>
      </Named>
      <Named name="then">
        <Select
          label="Inside of each group by"
          value={inside ?? ""}
          onChange={({ target }) => change({ inside: chosen<Dimension>(target.value) })}
        >
          <option value="">Nothing</option>
          {DIMENSIONS.filter((dimension) => dimension !== groupBy).map((dimension) => (
            <option key={dimension} value={dimension}>
              {DIMENSION_WORDS[dimension].name}
            </option>
          ))}
        </Select>
      </Named>
      <Named name="per">
        <Select
          label="Bucket"
          value={params.bucket ?? ""}
          onChange={({ target }) => change({ bucket: chosen<Overview["bucket"]>(target.value) })}
        >
          <option value="">{params.bucket === null && bucket ? `Auto (${bucket})` : "Auto"}</option>
          {BUCKETS.map((step) => (
            <option key={step} value={step}>
              {`${step.slice(0, 1).toUpperCase()}${step.slice(1)}`}
            </option>
          ))}
        </Select>
      </Named>
      <DimensionFilters choices={choices} onChange={narrow} range={range} />
    </div>
  );
}

function Named({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden className="text-xs text-muted">
        {name}
      </span>
      {children}
    </span>
  );
}
