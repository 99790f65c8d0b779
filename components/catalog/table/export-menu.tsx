"use client";

import { Download, FileJson, FileSpreadsheet } from "lucide-react";
import { Menu } from "@/components/ui/menu";
import { saveFile } from "@/components/ui/save-file";
import { rowsToCsv, rowsToJson } from "./export-rows";
import type { TableRow } from "./table-row";

type Props = { rows: readonly TableRow[]; columns: readonly string[]; pricesAt: Date | null };

/** What is on screen as a file. */
export function ExportMenu({ rows, columns, pricesAt }: Props) {
  "use memo";
  const name = `models-${(pricesAt ?? new Date(0)).toISOString().slice(0, 10)}`;
  return (
    <Menu
      label="Export"
      icon={<Download aria-hidden />}
      items={[
        {
          label: "What is shown as CSV",
          icon: <FileSpreadsheet aria-hidden />,
          onSelect: () => saveFile(`${name}.csv`, rowsToCsv(rows, columns), "text/csv"),
        },
        {
          label: "What is shown as JSON",
          icon: <FileJson aria-hidden />,
          onSelect: () => saveFile(`${name}.json`, rowsToJson(rows, columns, pricesAt), "application/json"),
        },
      ]}
    />
  );
}
