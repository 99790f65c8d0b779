"use client";

import { useQuery } from "@tanstack/react-query";
import { Download, FileJson, FileSpreadsheet } from "lucide-react";
import { useState } from "react";
import { SpanPicker } from "@/components/filters/span-picker";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Menu } from "@/components/ui/menu";
import { saveBlob } from "@/components/ui/save-file";
import { Select } from "@/components/ui/select";
import { describeFailure, type Failure } from "@/lib/core/failure";
import { formatDay } from "@/lib/core/format-instant";
import { type AuditSubject, SUBJECT_NAMES } from "@/lib/team/audit-api";
import { takeAudit, teamQuery } from "./member-queries";
import type { AuditView } from "./use-audit-filter";

const LABELS: Record<AuditSubject, string> = {
  access: "Signing in",
  members: "Members",
  keys: "Keys",
  routes: "Routes",
  budgets: "Budgets",
  alerts: "Alerts",
  settings: "Settings",
  exports: "Exports",
};

/** When, about what, by whom, and all of that as a file. */
export function AuditFilters({ view: { filter, change } }: { view: AuditView }) {
  const { timeZone } = filter;
  const dayOf = (instant: Date) => new Intl.DateTimeFormat("sv-SE", { timeZone }).format(instant);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { members = [], former = [] } = useQuery(teamQuery).data ?? {};
  const isKnown = filter.by === null || [...members, ...former].some(({ id }) => id === filter.by);

  async function save(format: "csv" | "json") {
    setFailure(null);
    try {
      saveBlob(`patchbay-audit.${format}`, await takeAudit(filter, format));
    } catch (error) {
      setFailure(describeFailure(error));
    }
  }

  return (
    <>
      <div className="flex flex-wrap items-center gap-2 py-3">
        <SpanPicker
          state={filter}
          onAll={() => change({ span: null, from: null, to: null })}
          onSpan={(span) => change({ span, from: null, to: null })}
          onDays={(days) => change({ ...days, span: null })}
        />
        <Select
          label="About"
          value={filter.about ?? ""}
          onChange={({ target }) =>
            change({ about: SUBJECT_NAMES.find((name) => name === target.value) ?? null })
          }
        >
          <option value="">About anything</option>
          {SUBJECT_NAMES.map((name) => (
            <option key={name} value={name}>
              {LABELS[name]}
            </option>
          ))}
        </Select>
        <Select
          label="By"
          className="max-w-72"
          value={filter.by ?? ""}
          onChange={({ target }) => change({ by: target.value || null })}
        >
          <option value="">By anybody</option>
          {/* While the members are on their way, and for an address with somebody who never was one. */}
          {!isKnown && <option value={filter.by ?? ""}>By somebody unknown</option>}
          {members.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
          {former.length > 0 && (
            <optgroup label="Removed">
              {former.map(({ id, name, removedAt }) => (
                <option key={id} value={id}>
                  {/* Who came back goes by the same name twice. */}
                  {name} (removed {formatDay(dayOf(removedAt))})
                </option>
              ))}
            </optgroup>
          )}
        </Select>
        <span className="ml-auto">
          <Menu
            label="Export"
            icon={<Download aria-hidden />}
            items={[
              { label: "As CSV", icon: <FileSpreadsheet aria-hidden />, onSelect: () => void save("csv") },
              { label: "As JSON", icon: <FileJson aria-hidden />, onSelect: () => void save("json") },
            ]}
          />
        </span>
      </div>
      {failure && <FailureNotice compact failure={failure} className="mb-3" />}
    </>
  );
}
