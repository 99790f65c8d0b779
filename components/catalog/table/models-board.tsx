"use client";

import { History } from "lucide-react";
import dynamic from "next/dynamic";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Empty } from "@/components/ui/empty";
import { patiently } from "@/components/ui/lazy";
import { LinkButton } from "@/components/ui/link-button";
import { QueryPanel } from "@/components/ui/query-panel";
import { SearchField } from "@/components/ui/search-field";
import { countFilters, NO_FILTERS } from "@/lib/catalog/filters";
import { CatalogFoot } from "../catalog-foot";
import { FilterBar } from "../filter-bar";
import { ColumnMenu } from "./column-menu";
import { COLUMNS } from "./columns";
import { CompareTray } from "./compare-tray";
import { ExportMenu } from "./export-menu";
import { ModelTable } from "./model-table";
import { SortMenu } from "./sort-menu";
import { TableSkeleton } from "./table-skeleton";
import { useModelsTable } from "./use-models-table";

// Not on the server: by the time it is awake here, what it asks for may have come.
const ComparePage = dynamic(() => patiently(() => import("../compare/compare-page")), {
  ssr: false,
  loading: () => <div aria-busy="true" className="h-full" />,
});

/** The whole catalogue: searched, filtered, sorted, compared and exported, all of it by the address. */
export function ModelsBoard() {
  const table = useModelsTable();
  const { catalog, found, search, filters, compare, chosen } = table;
  const columns = COLUMNS.filter(({ key }) => table.columns.includes(key));
  const lost = catalog.data?.gone.length ?? 0;
  if (compare.length > 0) {
    return (
      <ComparePage
        ids={compare}
        differences={table.differences}
        onDifferences={table.setDifferences}
        onChange={table.setCompare}
        onBack={table.endCompare}
      />
    );
  }
  return (
    <div className="flex h-full flex-col">
      <header className="tool-bar flex-wrap border-b border-line py-2 sm:px-6">
        <h1 className="mr-2 text-base font-semibold">Models</h1>
        <SearchField
          label="Search models"
          placeholder="Name, id or maker…"
          value={search}
          onChange={table.setSearch}
          onDown={toFirstRow}
        />
        <div className="ml-auto flex items-center gap-2">
          <LinkButton href="/models/changes" look="ghost" aria-label="Price watch">
            <History aria-hidden /> <span className="max-sm:sr-only">Price watch</span>
          </LinkButton>
          <ExportMenu rows={found} columns={table.columns} pricesAt={catalog.data?.fetchedAt ?? null} />
        </div>
      </header>
      <FilterBar
        filters={filters}
        onFilters={table.setFilters}
        choices={table.choices}
        knowsPolicies={table.knowsPolicies}
        className="px-4 sm:px-6"
      >
        {lost > 0 && (
          <Chip
            on={table.gone}
            tip="Also models that OpenRouter lists no more"
            onToggle={() => table.setGone(!table.gone)}
          >
            Gone
          </Chip>
        )}
        <span className="ml-auto flex items-center gap-1.5">
          <SortMenu sort={table.sort} onSort={table.setSort} />
          <ColumnMenu columns={table.columns} usual={table.usual} onColumns={table.setColumns} />
        </span>
      </FilterBar>
      <QueryPanel query={catalog} skeleton={<TableSkeleton columns={columns} />} gutter="mx-4 sm:mx-6">
        {() =>
          found.length === 0 ? (
            <NothingFits
              search={search}
              filtered={countFilters(filters) > 0}
              onClear={() => table.setFilters(NO_FILTERS)}
            />
          ) : (
            <ModelTable
              rows={found}
              columns={columns}
              sort={table.sort}
              onSort={table.sortBy}
              chosen={chosen}
              onChoose={table.choose}
            />
          )
        }
      </QueryPanel>
      {chosen.length > 0 && (
        <CompareTray
          ids={chosen}
          onRemove={(id) => table.choose(id, false)}
          onClear={table.clearChosen}
          onCompare={() => table.setCompare(chosen)}
        />
      )}
      <CatalogFoot count={catalog.data ? found.length : null} className="px-4 sm:px-6" />
    </div>
  );
}

const toFirstRow = () =>
  document.querySelector<HTMLElement>('section[aria-label="Models"] [data-index] th a')?.focus();

type NothingProps = { search: string; filtered: boolean; onClear: () => void };

function NothingFits({ search, filtered, onClear }: NothingProps) {
  return (
    <div className="flex-1">
      <Empty title="No model fits" action={filtered && <Button onClick={onClear}>Clear the filters</Button>}>
        {search.trim() === ""
          ? filtered
            ? "No model passes all of these filters."
            : "OpenRouter's list is empty."
          : `Nothing is called “${search}”${filtered ? " with these filters" : ""}.`}
      </Empty>
    </div>
  );
}
