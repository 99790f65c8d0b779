"use client";

import { useQuery } from "@tanstack/react-query";
import { CornerDownRight, TriangleAlert } from "lucide-react";
import { catalogQuery } from "@/components/catalog/queries";
import { readAttempts } from "@/lib/chat/attempts";
import type { Completion } from "@/lib/chat/completion";
import type { Generation } from "@/lib/ledger/api";
import { describeAnswer, describeAttempts, type Hop, hopsOf } from "@/lib/ledger/hops";

type Props = { generation: Generation; completion: Completion | null };

/** Which model of a chain answered, and why the others did not, as far as anyone says. */
export default function AnswerHops({ generation, completion }: Props) {
  "use memo";
  const models = useQuery(catalogQuery).data?.models ?? [];
  // The stream tells at its end what the ledger will say a moment later.
  const attempts = generation.attempts ?? (completion && readAttempts(completion.routing));
  const hops = hopsOf({ ...generation, attempts }, models, completion?.model ?? null);
  const at = hops.findIndex(({ outcome }) => outcome === "answered" || outcome === "answering");
  const told = hops.filter(({ outcome }) => outcome !== "unknown");
  if (told.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls, and every answer has one
    <div role="group" aria-label="Chain" className="mb-2 space-y-0.5 text-xs text-muted">
      {at !== -1 && (
        <p>
          Hop {at + 1} of {hops.length} {hops[at]?.outcome === "answering" ? "is answering" : "answered"}
          {at > 0 && (
            <>
              : <span className="font-mono break-all text-ink">{hops[at]?.model}</span>
            </>
          )}
        </p>
      )}
      {told.some(({ outcome }) => outcome === "failed" || outcome === "silent") && (
        <ol aria-label="Hops">
          {hops.map((hop, index) => (
            <HopLine key={hop.model} hop={hop} number={index + 1} />
          ))}
        </ol>
      )}
    </div>
  );
}

function HopLine({ hop: { model, outcome, attempts }, number }: { hop: Hop; number: number }) {
  if (outcome === "unknown") return null;
  const failed = outcome === "failed";
  return (
    <li className={`flex gap-1.5 ${failed ? "text-warn" : ""}`}>
      {failed ? (
        <TriangleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
      ) : (
        <CornerDownRight aria-hidden className="mt-0.5 size-3 shrink-0" />
      )}
      <span className="min-w-0">
        Hop {number}, <span className="font-mono break-all">{model}</span>: {sentenceOf(outcome, attempts)}
      </span>
    </li>
  );
}

function sentenceOf(outcome: Hop["outcome"], attempts: Hop["attempts"]): string {
  switch (outcome) {
    case "failed":
      return describeAttempts(attempts) || "its answer broke off";
    case "silent":
      return "did not answer; why is not on record";
    case "untried":
      return "not tried";
    case "answered":
      return withWhere("answered", attempts);
    case "answering":
      return "is answering";
    case "unknown":
      return "";
    default:
      return outcome satisfies never;
  }
}

function withWhere(said: string, attempts: Hop["attempts"]): string {
  const where = describeAnswer(attempts);
  return where === "" ? said : `${said} (${where})`;
}
