"use client";

import { Button } from "@/components/ui/button";
import { Instant } from "@/components/ui/instant";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Usd } from "@/components/ui/usd";
import { formatDuration } from "@/lib/core/format-measures";
import type { BreakReport, BreakRun } from "@/lib/routes/break-api";
import { CallerState } from "./break-result";
import { describeFaults } from "./break-words";

type Props = {
  report: BreakReport;
  /** Whose faults these are, where several are shown. */
  of?: string;
  /** Who had it made, where it was kept from another time. */
  author: string | null;
  onShow: (run: BreakRun) => void;
};

/** What the caller sees of each fault at each hop. */
export function BreakMatrix({ report: { runs, version, at }, of, author, onShow }: Props) {
  const well = runs.filter(({ caller }) => caller.state === "answered").length;
  const label = of === undefined ? "Faults" : `Faults of ${of}`;
  return (
    <section aria-label={of === undefined ? "Every fault at every hop" : `Every fault at every hop of ${of}`}>
      <p className="pb-1">
        {well} of {runs.length} end in an answer.{" "}
        <span className="text-xs text-muted">
          {version === null ? "The draft" : `Version ${version}`}, <Instant at={at} />
          {author !== null && ` by ${author}`}
        </span>
      </p>
      <Table label={label} aria-label={label}>
        <thead>
          <tr>
            <Th>Fault</Th>
            <Th>The caller sees</Th>
            <Th wide>Answered by</Th>
            <Th numeric wide>
              After
            </Th>
            <Th numeric wide>
              Cost
            </Th>
            <Th className="w-8">
              <span className="sr-only">Show at the hops</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => {
            const { faults, hops, caller, cost } = run;
            const what = describeFaults(faults, hops.length);
            return (
              <Tr key={what}>
                <Td className="sm:whitespace-nowrap">{what}</Td>
                <Td>
                  <CallerState state={caller.state} />
                </Td>
                <Td wide className="max-w-0 w-full">
                  <span className="block truncate font-mono text-xs text-muted">{caller.model ?? "—"}</span>
                </Td>
                <Td numeric wide className="whitespace-nowrap">
                  {formatDuration(caller.durationMs)}
                </Td>
                <Td numeric wide>
                  <Usd amount={cost} />
                </Td>
                <Td className="py-0 text-right">
                  <Button size="sm" look="ghost" aria-label={`Show ${what}`} onClick={() => onShow(run)}>
                    Show
                  </Button>
                </Td>
              </Tr>
            );
          })}
        </tbody>
      </Table>
    </section>
  );
}
