"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, Download } from "lucide-react";
import { useQueryStates } from "nuqs";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { LinkButton } from "@/components/ui/link-button";
import { Page } from "@/components/ui/page";
import { QueryPanel } from "@/components/ui/query-panel";
import { saveFile } from "@/components/ui/save-file";
import { Segmented } from "@/components/ui/segmented";
import { Skeleton } from "@/components/ui/skeleton";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import type { Line, Reconciliation } from "@/lib/spend/reconciliation-api";
import { reconciliationQuery } from "../outlook-queries";
import { NoManagementKey } from "./no-management-key";
import { Compared } from "./reconciliation-compared";
import { linesToCsv } from "./reconciliation-export";
import { reconciliationParams, reconciliationParsers, SPANS, type Span } from "./search-params";

/** Our ledger beside what OpenRouter says it charged, by UTC day and model. */
export function ReconciliationBoard() {
  "use memo";
  const [{ days, differences }, setParams] = useQueryStates(reconciliationParsers, { history: "push" });
  const query = useQuery(reconciliationQuery(reconciliationParams(days, new Date())));
  const lines = linesOf(query.data, differences);
  const filters = (
    <>
      <LinkButton href="/spend" look="ghost" size="sm">
        <ArrowLeft aria-hidden /> Spend
      </LinkButton>
      <Segmented
        label="Days"
        value={String(days) as `${Span}`}
        options={SPANS.map((span) => ({ value: `${span}` as const, label: `${span} days` }))}
        onChange={(value) => void setParams({ days: Number(value) as Span })}
      />
      <Chip on={differences} onToggle={() => void setParams({ differences: !differences })}>
        Differences only
      </Chip>
    </>
  );
  return (
    <Page
      title="Reconciliation"
      filters={filters}
      action={
        <>
          {/* Whoever is shown figures here runs the workspace, also where there is no team. */}
          {query.data && (
            <>
              <LinkButton href="/alerts" className="max-sm:hidden">
                Alerts
              </LinkButton>
              <LinkButton href="/configuration">Configuration</LinkButton>
            </>
          )}
          <Button
            disabled={lines.length === 0}
            onClick={() => saveFile(`reconciliation-${days}-days.csv`, linesToCsv(lines), "text/csv")}
          >
            <Download aria-hidden /> <span className="max-sm:sr-only">Export CSV</span>
          </Button>
        </>
      }
    >
      <QueryPanel query={query} skeleton={<ReconciliationSkeleton />}>
        {(found) =>
          found.state === "compared" ? (
            <Compared
              reconciled={found}
              lines={lines}
              differencesOnly={differences}
              onShowAll={() => void setParams({ differences: false })}
            />
          ) : (
            <NoManagementKey />
          )
        }
      </QueryPanel>
    </Page>
  );
}

function linesOf(found: Reconciliation | undefined, differences: boolean): readonly Line[] {
  if (found?.state !== "compared") return [];
  return differences ? found.lines.filter(({ verdict }) => verdict !== "matched") : found.lines;
}

function ReconciliationSkeleton() {
  return (
    <>
      <div className="grid grid-cols-2 gap-x-6 gap-y-5 py-5 sm:flex sm:gap-x-12">
        {["a", "b", "c"].map((key) => (
          <div key={key} className="space-y-2">
            <Skeleton className="h-3 w-24" />
            <Skeleton className="h-6 w-24" />
            <Skeleton className="h-3 w-32" />
          </div>
        ))}
      </div>
      <SkeletonRows rows={8} className="border-t border-line" />
    </>
  );
}
