"use client";

import { useQueryStates } from "nuqs";
import { useViewerTimeZone } from "@/components/spend/use-time-zone";
import { auditParams } from "./search-params";

/**
 * What of the audit log is looked at, which is what the address says, and how to change it. Every change is a step to go
 * back by.
 * @param reportingZone the workspace's time zone; null has days begin by the clock of whoever looks
 */
export function useAuditFilter(reportingZone: string | null) {
  const [params, setParams] = useQueryStates(auditParams, { history: "push" });
  const viewers = useViewerTimeZone();
  const zone = reportingZone ?? viewers;
  return {
    filter: { ...params, timeZone: zone ?? "UTC" },
    /** Null until it is known by whose clock days begin. */
    zone,
    isNarrowed: Object.values(params).some((value) => value !== null),
    change: (to: Partial<typeof params>) => void setParams(to),
    clear: () => void setParams(null),
  };
}
export type AuditView = ReturnType<typeof useAuditFilter>;
