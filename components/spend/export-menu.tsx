"use client";

import { Download, FileJson, FileSpreadsheet } from "lucide-react";
import { sheetToCsv } from "@/components/charts/sheet";
import { Menu } from "@/components/ui/menu";
import { saveFile } from "@/components/ui/save-file";
import type { Overview } from "@/lib/spend/overview-api";
import { daysOf } from "./bucket-labels";
import { groupsToCsv, overviewToJson } from "./group-files";
import { groupSheet } from "./overview-sheets";
import type { SpendView } from "./use-spend-view";

/** What is on screen as files, with exact amounts. */
export function ExportMenu({ overview, view }: { overview: Overview; view: SpendView }) {
  "use memo";
  const { groupBy, bucket, timeZone } = overview;
  const days = daysOf(overview.from, overview.to, timeZone);
  const name = (what: string) => `spend-${what}-${days.from}-${days.to}`;
  const { inside, rank } = view.params;
  return (
    <Menu
      label="Export"
      icon={<Download aria-hidden />}
      items={[
        {
          label: "The table as CSV",
          icon: <FileSpreadsheet aria-hidden />,
          onSelect: () => saveFile(`${name(`by-${groupBy}`)}.csv`, groupsToCsv(overview, inside), "text/csv"),
        },
        {
          label: `Each ${bucket} as CSV`,
          icon: <FileSpreadsheet aria-hidden />,
          onSelect: () =>
            saveFile(
              `${name(`per-${bucket}`)}.csv`,
              sheetToCsv(groupSheet(overview, rank, new Map(), view.choices)),
              "text/csv",
            ),
        },
        {
          label: "All of it as JSON",
          icon: <FileJson aria-hidden />,
          onSelect: () => saveFile(`${name("overview")}.json`, overviewToJson(overview), "application/json"),
        },
      ]}
    />
  );
}
