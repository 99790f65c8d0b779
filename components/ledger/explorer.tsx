"use client";

import { Download, FileJson, FileSpreadsheet } from "lucide-react";
import { useQueryStates } from "nuqs";
import { AccountNotice } from "@/components/filters/account-notice";
import { AccountSelect } from "@/components/filters/account-select";
import { OtherAccounts } from "@/components/filters/other-accounts";
import { useAccount } from "@/components/filters/use-account";
import { useViewerTimeZone } from "@/components/spend/use-time-zone";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { SearchField } from "@/components/ui/search-field";
import { Switch } from "@/components/ui/switch";
import { useRested } from "@/components/ui/use-rested";
import type { Account } from "@/lib/ledger/accounts-api";
import { ExplorerFilters } from "./explorer-filters";
import { ExplorerList } from "./explorer-list";
import { ExportLine } from "./export-line";
import { Histogram } from "./histogram";
import { explorerParams, type FilterParams, isNarrowed, NO_FILTER, readFilter } from "./search-params";
import { useExport } from "./use-export";

/** The ledger: every generation, narrowed, counted, watched and exported. All of it is in the address. */
export function Explorer({ reportingZone = null }: { reportingZone?: string | null }) {
  "use memo";
  const [params, setParams] = useQueryStates(explorerParams);
  const viewers = useViewerTimeZone();
  const timeZone = params.timeZone ?? reportingZone ?? viewers;
  const search = useRested(params.search, 200);
  const filter = { ...readFilter(params, search), account: params.account ?? undefined };
  const exporting = useExport(filter);
  const narrow = (change: Partial<FilterParams>) => void setParams(change, { history: "push" });
  const lookedAt = useAccount(params.account);
  const look = ({ id, isCurrent }: Account) =>
    void setParams({ account: isCurrent ? null : id, open: null }, { history: "push" });
  const toCurrent = (
    <Button size="sm" onClick={() => void setParams({ account: null, open: null }, { history: "push" })}>
      Back to the current account
    </Button>
  );
  return (
    <div className="flex h-full flex-col">
      <header className="tool-bar flex-wrap border-b border-line py-2 sm:px-6">
        <h1 className="mr-2 text-base font-semibold">Generations</h1>
        <SearchField
          label="Search by id"
          placeholder="Id of a generation or conversation…"
          value={params.search ?? ""}
          onChange={(text) => void setParams({ search: text || null })}
          onDown={toFirstGeneration}
        />
        <ExplorerFilters
          {...{ params, timeZone }}
          account={params.account}
          onChange={narrow}
          onTimeZone={(zone) => void setParams({ timeZone: zone }, { history: "push" })}
        />
        <AccountSelect lookedAt={lookedAt} onLook={look} />
        <div className="ml-auto flex items-center gap-1">
          <Switch
            label="Live"
            on={params.live}
            disabled={params.to !== null}
            tip={params.to === null ? "New ones as they start" : "This time has an end: nothing new comes"}
            onToggle={() => void setParams({ live: params.live ? null : true })}
          />
          <Menu
            label="Export"
            icon={<Download aria-hidden />}
            items={[
              {
                label: "All that match as CSV",
                icon: <FileSpreadsheet aria-hidden />,
                onSelect: () => exporting.start("csv"),
              },
              {
                label: "All that match as JSON",
                icon: <FileJson aria-hidden />,
                onSelect: () => exporting.start("json"),
              },
            ]}
          />
        </div>
      </header>
      {lookedAt.isOther && lookedAt.shown && (
        <div className="px-4 sm:px-6">
          <AccountNotice account={lookedAt.shown} action={toCurrent} />
        </div>
      )}
      <ExportLine exporting={exporting} />
      <Histogram filter={filter} timeZone={timeZone} onPick={(from, to) => narrow({ from, to })} />
      <ExplorerList
        filter={filter}
        live={params.live && params.to === null}
        open={params.open}
        onOpen={(id) => void setParams({ open: id })}
        isNarrowed={isNarrowed(params)}
        onClear={() => narrow(NO_FILTER)}
        toCurrent={toCurrent}
        others={<OtherAccounts lookedAt={lookedAt} onLook={look} />}
        timeZone={timeZone}
      />
    </div>
  );
}

/** From the search into the list. */
const toFirstGeneration = (): void =>
  document.querySelector<HTMLElement>('table[aria-label="Generations"] [data-index="0"] th a')?.focus();
