"use client";

import { useQueryStates } from "nuqs";
import { useEffect } from "react";
import { readChoices, writeChoices } from "@/components/filters/choice-params";
import type { Choices } from "@/lib/ledger/dimensions";
import { rangeOf, type SpendParams, spendParams, spendPath } from "./search-params";
import { useViewerTimeZone } from "./use-time-zone";

/**
 * What the page shows, which is what its address says, and how to change it. Every change is a step to go back by.
 * @param reportingZone the workspace's time zone, in place of the viewer's where the address names none
 */
export function useSpendView(reportingZone: string | null) {
  "use memo";
  const [params, setParams] = useQueryStates(spendParams);
  const viewers = useViewerTimeZone();
  const own = reportingZone ?? viewers;
  // Into the address, so that a copied link shows everyone the same days.
  useEffect(() => {
    if (params.timeZone === null && own !== null) void setParams({ timeZone: own });
  }, [params.timeZone, own, setParams]);
  const zone = params.timeZone ?? own;
  const change = (to: Partial<SpendParams>) => void setParams(to, { history: "push" });
  return {
    params,
    /** Null until it is known by whose clock days are cut. */
    zone,
    range: rangeOf(params, zone ?? "UTC"),
    /** Undefined for the one in use. */
    account: params.account ?? undefined,
    choices: readChoices(params),
    /** What is behind the question mark. */
    query: spendPath(params).split("?")[1] ?? "",
    change,
    narrow: (choices: Choices) => change(writeChoices(choices)),
  };
}
export type SpendView = ReturnType<typeof useSpendView>;
