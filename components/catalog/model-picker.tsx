"use client";

import type { QueryClient } from "@tanstack/react-query";
import { Search, X } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { routesQuery } from "@/components/routes/queries";
import { workspaceQuery } from "@/components/settings/queries";
import { preferencesQuery } from "@/components/team/queries";
import { IconButton } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { QueryPanel } from "@/components/ui/query-panel";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { countFilters, NO_FILTERS } from "@/lib/catalog/filters";
import { CatalogFoot } from "./catalog-foot";
import { FilterBar, SortChip } from "./filter-bar";
import { ModelListbox } from "./model-listbox";
import { PickerCard } from "./picker-card";
import { optionId } from "./picker-line";
import { ListHead, NothingFits } from "./picker-parts";
import { idOf, type Option, rowOf, typedId } from "./picker-rows";
import { usePicker } from "./use-picker";

type Props = {
  chosen: string | null;
  /** Whether a route can be chosen, too. */
  routes?: boolean;
  onChoose: (model: string) => void;
  /** Takes a model beside the chosen one, by ⇧Enter; null where none can be added. */
  onAdd?: ((model: string) => void) | null;
  onClose: () => void;
};

/** Fetches what the picker with routes shows first, for when it is about to open. */
export async function preparePicker(client: QueryClient): Promise<void> {
  await Promise.all([
    client.prefetchQuery(preferencesQuery),
    client.prefetchQuery(routesQuery),
    client.prefetchQuery(workspaceQuery),
  ]);
}

/** The whole catalogue in a list that follows the typing; arrows move, Enter chooses. */
export default function ModelPicker({ chosen, routes = false, onChoose, onAdd = null, onClose }: Props) {
  "use memo";
  const picker = usePicker(chosen, routes);
  const { catalog, query, rows, options, at, highlighted } = picker;
  const { search, filters, sort } = query;
  const routeCount = options.filter(({ kind }) => kind === "route").length;
  /** The variants and versions switched on, by the row that they were switched at. */
  const [switched, setSwitched] = useState<ReadonlyMap<string, string>>(
    // What was chosen as it stands in the list leaves room for what is typed.
    () => new Map(chosen === null || rowOf(chosen) === chosen ? [] : [[rowOf(chosen), chosen]]),
  );
  /** Whether the details cover the list, on a screen too small for both. */
  const [covered, setCovered] = useState(false);

  /** What choosing a line asks for: variants or a version typed with the id count like those switched on. */
  const wantedId = (option: Option): string | null => {
    if (option.kind === "gone") return option.gone.nearest;
    const id = idOf(option);
    return switched.get(id) ?? typedId(search.trim(), option) ?? id;
  };
  const choose = (option: Option | undefined, take = onChoose) => {
    const id = option ? wantedId(option) : null;
    const isForBatches = option?.kind === "model" && option.listed.model.kind === "batch";
    if (id !== null && !isForBatches) take(id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = options.length - 1;
    const next = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + PAGE,
      PageUp: at - PAGE,
      Home: 0,
      End: last,
    }[event.key];
    if (event.key === "Escape") {
      // The browser would only empty the field.
      event.preventDefault();
      onClose();
    } else if (event.key === "Enter" && event.shiftKey && onAdd && !event.nativeEvent.isComposing) {
      event.preventDefault();
      choose(highlighted, onAdd);
    } else if (event.nativeEvent.isComposing || event.shiftKey || event.altKey) {
      return;
    } else if (next !== undefined) {
      event.preventDefault();
      picker.setActive(Math.max(0, Math.min(last, next)));
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(highlighted);
    }
  };
  const id = highlighted ? wantedId(highlighted) : null;
  return (
    <Dialog label="Choose a model" place="top" onClose={onClose} className="w-[min(100%-16px,74rem)]">
      <div className="flex h-[min(80dvh,48rem)] flex-col max-sm:h-[calc(100dvh-3rem)]">
        <div className="flex items-center gap-2.5 border-b border-line pr-2 pl-4">
          <Search aria-hidden className="size-4 shrink-0 text-faint" />
          <input
            type="search"
            aria-label="Search models"
            aria-controls={options.length > 0 && !covered ? "model-options" : undefined}
            aria-activedescendant={highlighted && !covered ? optionId(at) : undefined}
            data-focus
            autoComplete="off"
            spellCheck={false}
            maxLength={200}
            placeholder="Name, id or maker…"
            value={search}
            onChange={(event) => {
              picker.setSearch(event.target.value);
              setCovered(false);
            }}
            onKeyDown={onKeyDown}
            className="h-12 min-w-0 flex-1 bg-transparent text-base outline-none"
          />
          <IconButton label="Close" onClick={onClose}>
            <X aria-hidden />
          </IconButton>
        </div>
        <FilterBar
          filters={filters}
          onFilters={picker.setFilters}
          choices={picker.choices}
          knowsPolicies={picker.knowsPolicies}
        >
          <SortChip sort={sort} onSort={picker.setSort} />
        </FilterBar>
        <div className="flex min-h-0 flex-1">
          <div className={`flex min-w-0 flex-1 flex-col ${covered ? "max-md:hidden" : ""}`}>
            <ListHead />
            <QueryPanel query={catalog} skeleton={<SkeletonRows rows={10} className="px-4" />} gutter="mx-4">
              {({ repriced }) =>
                picker.ready && options.length === 0 ? (
                  <NothingFits
                    search={search}
                    filtered={countFilters(filters) > 0}
                    onClear={() => picker.setFilters(NO_FILTERS)}
                  />
                ) : (
                  <ModelListbox
                    rows={rows}
                    options={options}
                    asked={query}
                    active={at}
                    chosen={chosen === null ? null : rowOf(chosen)}
                    pins={picker}
                    repriced={repriced}
                    onActive={picker.setActive}
                    onChoose={(option) => choose(option)}
                    onDetails={(index) => {
                      picker.setActive(index);
                      setCovered(true);
                    }}
                    onKeyDown={onKeyDown}
                  />
                )
              }
            </QueryPanel>
          </div>
          {catalog.data && highlighted && id !== null && (
            <PickerCard
              catalog={catalog.data}
              routes={picker.routes}
              row={idOf(highlighted)}
              id={id}
              onId={(row, next) => setSwitched((before) => new Map(before).set(row, next))}
              covers={covered}
              onBack={() => setCovered(false)}
              onChoose={onChoose}
            />
          )}
        </div>
        <CatalogFoot count={picker.ready ? options.length - routeCount : null} routes={routeCount}>
          {picker.lacksRoutes && <span className="text-warn">The routes could not be read.</span>}
          <span aria-hidden className="max-md:hidden">
            ↵ to choose{onAdd && " · ⇧↵ to add beside it"}
          </span>
        </CatalogFoot>
      </div>
    </Dialog>
  );
}

/** Lines that PgUp and PgDn go. */
const PAGE = 8;
