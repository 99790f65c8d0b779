"use client";

import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Table, Td, Th } from "@/components/ui/table";
import { UnfoldRow } from "@/components/ui/unfold-row";
import { Usd } from "@/components/ui/usd";
import { formatCount } from "@/lib/core/format";
import { formatDay } from "@/lib/core/format-instant";
import type { Line } from "@/lib/spend/reconciliation-api";
import { ReconciliationReasons } from "./reconciliation-reasons";
import { VERDICT_LABELS, VERDICT_TONES } from "./reconciliation-words";

/** Lines that are drawn at a time. */
const PAGE = 200;

/** Day by day and model by model: what either side says, and where they differ why, and which of ours it may be. */
export function ReconciliationTable({ lines }: { lines: readonly Line[] }) {
  "use memo";
  const [shown, setShown] = useState(PAGE);
  return (
    <>
      <Table label="Reconciliation" aria-label="Reconciliation">
        <thead>
          <tr>
            <Th className="md:w-32">Day</Th>
            <Th className="md:min-w-44">Model</Th>
            <Th wide>Verdict</Th>
            <Th numeric wide>
              OpenRouter
            </Th>
            <Th numeric wide>
              Patchbay
            </Th>
            <Th numeric data-tip="OpenRouter's less ours">
              Difference
            </Th>
            <Th className="w-8 md:hidden">
              <span className="sr-only">More</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {lines.slice(0, shown).map((line) => (
            <LineRow key={`${line.day} ${line.model}`} line={line} />
          ))}
        </tbody>
      </Table>
      <footer className="flex flex-wrap items-center gap-3 py-4 text-xs text-muted">
        {shown < lines.length && <Button onClick={() => setShown(shown + PAGE)}>Show more</Button>}
        <span role="status">
          {lines.length === 1 ? "1 line" : `${formatCount(lines.length)} lines`}
          {shown < lines.length && `, ${formatCount(shown)} shown`}
        </span>
      </footer>
    </>
  );
}

function LineRow({ line }: { line: Line }) {
  "use memo";
  const { day, model, verdict, difference } = line;
  const badge = <Badge tone={VERDICT_TONES[verdict]}>{VERDICT_LABELS[verdict]}</Badge>;
  const [theirs, ours] = [<Theirs key="theirs" line={line} />, <Ours key="ours" line={line} />];
  return (
    <>
      <UnfoldRow
        about={`${model} on ${formatDay(day)}`}
        rest={[
          { name: "Verdict", value: badge },
          { name: "OpenRouter", value: theirs },
          { name: "Patchbay", value: ours },
        ]}
      >
        <Td className="whitespace-nowrap tabular-nums max-md:whitespace-normal">{formatDay(day)}</Td>
        <th scope="row" className="px-2 py-1.5 text-left font-normal wrap-anywhere">
          {model}
        </th>
        <Td wide>{badge}</Td>
        <Td numeric wide>
          {theirs}
        </Td>
        <Td numeric wide>
          {ours}
        </Td>
        <Td numeric className={verdict === "matched" ? "text-muted" : ""}>
          {difference > 0n && "+"}
          <Usd amount={difference} />
        </Td>
      </UnfoldRow>
      {verdict !== "matched" && <ReconciliationReasons line={line} />}
    </>
  );
}

function Theirs({ line: { theirs } }: { line: Line }) {
  "use memo";
  if (theirs === null) return <span className="text-faint">—</span>;
  return (
    <>
      <span className="mr-2 text-xs text-muted">
        {theirs.requests === 1 ? "1 request" : `${formatCount(theirs.requests)} requests`}
      </span>
      <Usd amount={theirs.cost} />
    </>
  );
}

function Ours({ line: { ours } }: { line: Line }) {
  "use memo";
  if (ours === null) return <span className="text-faint">—</span>;
  return (
    <>
      <span className="mr-2 text-xs text-muted">
        {ours.generations === 1 ? "1 generation" : `${formatCount(ours.generations)} generations`}
        {ours.unknown > 0 && `, ${formatCount(ours.unknown)} unknown`}
      </span>
      <Usd amount={ours.unknown === ours.generations ? null : ours.cost} />
    </>
  );
}
