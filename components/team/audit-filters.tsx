"use client";

import { useQuery } from "@tanstack/react-query";
import { Download, FileJson, FileSpreadsheet } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Menu } from "@/components/ui/menu";
import { saveBlob } from "@/components/ui/save-file";
import { Select } from "@/components/ui/select";
import { describeFailure, type Failure } from "@/lib/core/failure";
import { type AuditSubject, SUBJECT_NAMES } from "@/lib/team/audit-api";
import { takeAudit, teamQuery } from "./member-queries";
import { auditParams } from "./search-params";

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

/** About what, by whom, and all of that as a file. */
export function AuditFilters() {
  const [filter, setFilter] = useQueryStates(auditParams, { history: "push" });
  const [failure, setFailure] = useState<Failure | null>(null);
  const members = useQuery(teamQuery).data?.members ?? [];
  const isKnown = filter.by === null || members.some(({ id }) => id === filter.by);

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
      <div className="flex flex-wrap items-center gap-2 pb-3">
        <Select
          label="About"
          value={filter.about ?? ""}
          onChange={({ target }) =>
            void setFilter({ about: SUBJECT_NAMES.find((name) => name === target.value) ?? null })
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
          className="max-w-60"
          value={filter.by ?? ""}
          onChange={({ target }) => void setFilter({ by: target.value || null })}
        >
          <option value="">By anybody</option>
          {!isKnown && <option value={filter.by ?? ""}>By somebody who left</option>}
          {members.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
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
