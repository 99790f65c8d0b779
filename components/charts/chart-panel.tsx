"use client";

import { Ellipsis, FileSpreadsheet, Image as ImageIcon, Table2 } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { part } from "@/components/ui/lazy";
import { Menu } from "@/components/ui/menu";
import { Panel } from "@/components/ui/panel";
import { saveFile } from "@/components/ui/save-file";
import { showToast } from "@/components/ui/toast";
import { RequestError } from "@/lib/core/failure";
import { formatUsd } from "@/lib/core/format";
import {
  drawnColumns,
  hasExpected,
  hasFigures,
  hasMarks,
  lineHeight,
  type Sheet,
  type SheetLine,
  sheetToCsv,
} from "./sheet";
import { type Drawn, SheetChart } from "./sheet-chart";
import { SheetTable } from "./sheet-table";
import { Swatch } from "./swatch";

type Props = {
  /** Names the panel, the chart, its table and its files. */
  title: string;
  hint?: ReactNode;
  /** Of which time it is; stands on its picture. */
  about: string;
  /** What is chosen for this chart alone. */
  controls?: ReactNode;
  sheet: Sheet;
  drawn: Drawn;
  /** Of files, without what it ends with. */
  file: string;
  /** What is said instead when all is zero or unknown. */
  nothing: string;
  onPick: (first: number, last?: number) => void;
  /** What picking a row does, for the tooltip. */
  pickHint?: string;
  /** Instead of a plain list of what the colours mean. */
  legend?: ReactNode;
  /** How tall the drawing is. */
  height?: string;
  className?: string;
};

/** A chart with what belongs to one: the meaning of its colours, its figures as a table, and both as files. */
export function ChartPanel({
  title,
  hint,
  about,
  controls,
  sheet,
  drawn,
  file,
  nothing,
  onPick,
  pickHint,
  legend,
  height = "h-44",
  className,
}: Props) {
  const [asTable, setAsTable] = useState(false);
  const figure = useRef<HTMLElement>(null);
  const columns = drawnColumns(sheet);
  const adds = drawn === "bars" && columns.length > 1;
  const savePicture = async () => {
    try {
      const svg = figure.current?.querySelector<SVGSVGElement>("svg.recharts-surface");
      if (!svg) throw new Error("not drawn yet");
      const { saveChartPng } = await part(() => import("./save-png"));
      await saveChartPng(svg, { name: file, title, about, legend: [...columns, ...signsOf(sheet)] });
    } catch (error) {
      const own = "The browser could not make a picture of this chart.";
      showToast({ text: error instanceof RequestError ? error.message : own, failed: true });
    }
  };
  const drawsSomething = hasFigures(sheet);
  const items = [
    {
      label: asTable ? "Hide the table" : "Show as table",
      icon: <Table2 aria-hidden />,
      onSelect: () => setAsTable(!asTable),
    },
    ...(drawsSomething
      ? [{ label: "Save as PNG", icon: <ImageIcon aria-hidden />, onSelect: () => void savePicture() }]
      : []),
    {
      label: "Save as CSV",
      icon: <FileSpreadsheet aria-hidden />,
      onSelect: () => saveFile(`${file}.csv`, sheetToCsv(sheet), "text/csv"),
    },
  ];
  const menu = (
    <Menu label={`More of ${title}`} tip="Table and files" icon={<Ellipsis aria-hidden />} items={items} />
  );
  return (
    <Panel
      title={title}
      hint={hint}
      action={
        <>
          {controls}
          {menu}
        </>
      }
      {...(className !== undefined && { className })}
    >
      {drawsSomething ? (
        <figure ref={figure} aria-label={`${title}, drawn`}>
          <div className={height}>
            <SheetChart name={title} sheet={sheet} drawn={drawn} onPick={onPick} hint={pickHint} />
          </div>
          <figcaption className="pt-3">
            {legend ?? (
              <ul aria-label="Colours" className="flex flex-wrap gap-x-5 gap-y-1 text-xs text-muted">
                {columns.map(({ key, label, colour }) => (
                  <li key={key} className="flex items-center gap-1.5">
                    <Swatch colour={colour} />
                    {label}
                  </li>
                ))}
              </ul>
            )}
            <Signs sheet={sheet} />
          </figcaption>
        </figure>
      ) : (
        <p className="py-6 text-muted">{nothing}</p>
      )}
      {asTable && (
        <div className="pt-3">
          <SheetTable name={title} sheet={sheet} adds={adds} />
        </div>
      )}
    </Panel>
  );
}

/** What is drawn beside the columns, as pictures have it. */
const signsOf = (sheet: Sheet) => [
  ...(hasExpected(sheet) ? [{ label: "Expected (dashed)", colour: "var(--color-muted)" }] : []),
  ...(sheet.line && lineHeight(sheet) !== null
    ? [{ label: `${lineWords(sheet.line)} (dashed line)`, colour: "var(--color-ink)" }]
    : []),
  ...(hasMarks(sheet) ? [{ label: "Unusual (▲)", colour: "var(--color-warn)" }] : []),
];

const lineWords = ({ label, amount }: SheetLine) => `${label}: ${formatUsd(amount)}`;

/** What is drawn beside the columns, in words. */
function Signs({ sheet }: { sheet: Sheet }) {
  "use memo";
  const [foresees, marks] = [hasExpected(sheet), hasMarks(sheet)];
  const { line } = sheet;
  if (!foresees && !marks && !line) return null;
  return (
    <p className="flex flex-wrap gap-x-5 gap-y-1 pt-1.5 pb-3 text-xs text-muted">
      {foresees && (
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden className="size-2.5 border border-dashed border-muted" />
          Expected; shaded, between what it will be in 4 of 5 cases
        </span>
      )}
      {line && (
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden className="w-4 border-t border-dashed border-ink" />
          {lineWords(line)}
          {lineHeight(sheet) === null && ", far above these bars"}
        </span>
      )}
      {marks && (
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden className="text-warn">
            ▲
          </span>
          Unusual
        </span>
      )}
    </p>
  );
}
