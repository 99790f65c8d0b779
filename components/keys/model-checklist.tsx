"use client";

import { useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import clsx from "clsx";
import { Check, Search } from "lucide-react";
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from "react";
import { catalogQuery } from "@/components/catalog/queries";
import { QueryPanel } from "@/components/ui/query-panel";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { listingOf } from "@/lib/catalog/listing";
import type { CatalogModel } from "@/lib/catalog/model";
import { rankModels } from "@/lib/catalog/search";
import { sortModels } from "@/lib/catalog/sort";

type Props = { chosen: readonly string[]; onToggle: (id: string) => void };
type ChecklistProps = Props & { /** Something about what is chosen is wrong. */ invalid: boolean };

const ROW = 44;

/** The catalogue with a tick at each chosen model. The focus stays in the search; arrows move, Enter ticks. */
export default function ModelChecklist({ chosen, onToggle, invalid }: ChecklistProps) {
  "use memo";
  const query = useQuery(catalogQuery);
  const [search, setSearch] = useState("");
  const [active, setActive] = useState(0);
  const id = useId();
  const models = find(query.data?.models ?? [], useDeferredValue(search));
  const at = Math.min(active, models.length - 1);
  const highlighted = models[at];
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 }[event.key];
    if (step !== undefined) setActive(Math.max(0, Math.min(models.length - 1, at + step)));
    else if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    else if (highlighted) onToggle(highlighted.id);
    // Enter ticks a model here and does not send the form.
    event.preventDefault();
  };
  return (
    <div className="overflow-hidden rounded-control border border-line">
      <div className="flex items-center gap-2 border-b border-line px-2.5">
        <Search aria-hidden className="size-4 shrink-0 text-faint" />
        <input
          type="search"
          role="combobox"
          aria-label="Search models"
          aria-expanded
          aria-invalid={invalid ? true : undefined}
          aria-controls={`${id}-list`}
          aria-activedescendant={highlighted ? `${id}-${at}` : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder="Name, id or maker…"
          value={search}
          onChange={(event) => {
            setSearch(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          className="h-9 min-w-0 flex-1 bg-transparent outline-none touch:h-11"
        />
        <span role="status" className="shrink-0 text-xs text-muted">
          {chosen.length} chosen
        </span>
      </div>
      <QueryPanel query={query} skeleton={<SkeletonRows rows={5} className="h-53 px-2.5" />} gutter="mx-2.5">
        {() => (
          <Options
            id={id}
            models={models}
            active={at}
            chosen={chosen}
            onActive={setActive}
            onToggle={onToggle}
          />
        )}
      </QueryPanel>
    </div>
  );
}

type OptionsProps = Props & {
  id: string;
  models: readonly CatalogModel[];
  active: number;
  onActive: (index: number) => void;
};

function Options({ id, models, active, chosen, onActive, onToggle }: OptionsProps) {
  "use memo";
  "use no memo"; // The virtualizer changes in place, which the compiler cannot see.
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: models.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
    initialRect: { width: 480, height: 212 },
  });
  useEffect(() => {
    if (active >= 0) virtualizer.scrollToIndex(active, { align: "auto" });
  }, [active, virtualizer]);
  return (
    <div
      ref={scroller}
      id={`${id}-list`}
      role="listbox"
      aria-multiselectable
      aria-label="Models"
      className="h-53 overflow-y-auto overscroll-contain p-1"
    >
      {models.length === 0 && <p className="p-4 text-center text-muted">Nothing is called that.</p>}
      <div role="presentation" className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const model = models[index];
          if (!model) return null;
          const isChosen = chosen.includes(model.id);
          return (
            // The keyboard works from the search field.
            // biome-ignore lint/a11y/useKeyWithClickEvents: see above
            <div
              key={model.id}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={isChosen}
              aria-posinset={index + 1}
              aria-setsize={models.length}
              onPointerMove={() => index !== active && onActive(index)}
              onClick={() => onToggle(model.id)}
              className={clsx(
                "absolute inset-x-0 top-0 flex cursor-pointer items-center gap-2.5 rounded-control px-2",
                index === active && "bg-hover",
              )}
              style={{ height: ROW, transform: `translateY(${start}px)` }}
            >
              <Tick on={isChosen} />
              <span className="min-w-0">
                <span className="block truncate">{model.name}</span>
                <span className="block truncate font-mono text-xs text-muted">{model.id}</span>
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

const Tick = ({ on }: { on: boolean }) => (
  <span
    aria-hidden
    className={clsx(
      "flex size-4 shrink-0 items-center justify-center rounded-sm border",
      on ? "border-accent bg-accent text-accent-ink" : "border-line-strong",
    )}
  >
    {on && <Check className="size-3" />}
  </span>
);

const NO_USES: ReadonlyMap<string, number> = new Map();

/** What can be asked for, best match first, else by name. */
function find(models: readonly CatalogModel[], search: string): CatalogModel[] {
  const talking = listingOf(models).filter(({ model }) => model.kind !== "batch");
  const found =
    search.trim() === ""
      ? sortModels(talking, "name", { uses: NO_USES })
      : rankModels(talking, search, NO_USES);
  return found.map(({ model }) => model);
}
