"use client";

import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Usd } from "@/components/ui/usd";
import { generationPath, generationsPath } from "@/lib/ledger/paths";
import type { Line, Suspect } from "@/lib/spend/reconciliation-api";
import { REASON_SENTENCES } from "./reconciliation-words";

const DAY = 86_400_000;

/** Below a line that differs: what may be behind it, and ours by name. Theirs can be located no closer than the line. */
export function ReconciliationReasons({ line }: { line: Line }) {
  "use memo";
  const { day, model, reasons, suspects, ours, looked } = line;
  const from = new Date(`${day}T00:00:00Z`);
  return (
    <tr className="border-b border-line last:border-0">
      <td colSpan={99} className="space-y-2 pt-0.5 pb-3 md:pl-32">
        {reasons.length > 0 ? (
          <ul className="list-disc space-y-0.5 pl-4 text-xs text-muted">
            {reasons.map((reason) => (
              <li key={reason}>{REASON_SENTENCES[reason]}</li>
            ))}
          </ul>
        ) : (
          looked && <p className="text-xs text-muted">Nothing on record explains it.</p>
        )}
        {!looked && (
          <p className="text-xs text-muted">
            Ours of this line were not looked into: only the largest differences are. Choose fewer days for it
            to be among them.
          </p>
        )}
        {suspects.length > 0 && (
          <ul
            aria-label={`Generations of ${model} on ${day}`}
            className="flex flex-wrap gap-x-4 gap-y-1 text-xs"
          >
            {suspects.map((suspect) => (
              <SuspectLink key={suspect.id} suspect={suspect} />
            ))}
          </ul>
        )}
        {ours !== null && (
          <Link
            href={generationsPath({ model, from, to: new Date(from.getTime() + DAY), timeZone: "UTC" })}
            prefetch={false}
            className="inline-flex items-center text-xs underline decoration-line-strong underline-offset-2 hover:text-ink touch:min-h-11"
          >
            All of ours of this day and model
          </Link>
        )}
      </td>
    </tr>
  );
}

function SuspectLink({ suspect }: { suspect: Suspect }) {
  "use memo";
  const { id, startedAt, cost, costState, state, explains } = suspect;
  return (
    <li className="flex items-center gap-1.5">
      <Link
        href={generationPath(id)}
        prefetch={false}
        data-tip={startedAt.toISOString()}
        className="inline-flex items-center font-mono underline decoration-line-strong underline-offset-2 hover:text-ink touch:min-h-11"
      >
        {startedAt.toISOString().slice(11, 19)} <span className="sr-only">UTC, generation {id}</span>
      </Link>
      <Usd amount={cost} />
      {explains && <Badge tone="warn">explains it</Badge>}
      {cost === null ? <Badge>cost unknown</Badge> : costState === "reported" && <Badge>not confirmed</Badge>}
      {state === "cancelled" && <Badge>cancelled</Badge>}
    </li>
  );
}
