"use client";

import { Scale } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Panel } from "@/components/ui/panel";
import { formatDay } from "@/lib/core/format-instant";
import type { Line, Reconciled } from "@/lib/spend/reconciliation-api";
import { ReconciliationTable } from "./reconciliation-table";
import { ReconciliationTotal } from "./reconciliation-total";
import { SCOPE_SENTENCES } from "./reconciliation-words";

type Props = {
  reconciled: Reconciled;
  /** Those that are to be shown. */
  lines: readonly Line[];
  differencesOnly: boolean;
  onShowAll: () => void;
};

/** What came of comparing: the total on top, then day by day and model by model. */
export function Compared({ reconciled, lines, differencesOnly, onShowAll }: Props) {
  "use memo";
  const { from, to, scope, unreadable } = reconciled;
  const hint = `${formatDay(from)} – ${formatDay(to)} · days in UTC, as OpenRouter bills them`;
  return (
    <>
      {/* Where it is not of our key alone, that comes before any figure. */}
      {scope !== "key" && <p className="pt-4 text-muted">{SCOPE_SENTENCES[scope]}</p>}
      <ReconciliationTotal reconciled={reconciled} />
      <Panel title="By day and model" hint={hint}>
        {lines.length > 0 ? (
          <ReconciliationTable lines={lines} />
        ) : reconciled.lines.length > 0 && differencesOnly ? (
          <Empty
            icon={<Scale aria-hidden />}
            title="Both sides agree"
            action={<Button onClick={onShowAll}>Show all days</Button>}
          >
            On every day and for every model of this time.
          </Empty>
        ) : (
          <Empty icon={<Scale aria-hidden />} title="Nothing to compare yet">
            OpenRouter reports a day once it is over in UTC. What ran today will stand here tomorrow.
          </Empty>
        )}
      </Panel>
      <footer className="max-w-160 space-y-1 pt-3 text-xs text-muted">
        {scope === "key" && <p>{SCOPE_SENTENCES.key}</p>}
        {unreadable > 0 && (
          <p>
            {unreadable === 1 ? "One row" : `${unreadable} rows`} of OpenRouter's could not be read and{" "}
            {unreadable === 1 ? "is" : "are"} left out.
          </p>
        )}
      </footer>
    </>
  );
}
