import { CircleCheck, CircleDashed } from "lucide-react";
import { Usd } from "@/components/ui/usd";
import type { Generation } from "@/lib/ledger/api";
import { sayCostState } from "@/lib/ledger/cost-words";

type Props = { generation: Pick<Generation, "state" | "cost" | "costState" | "estimate"> };

/** What a generation cost and how certain that is: an estimate while it runs, a dash while nobody knows. */
export function Cost({ generation: { state, cost, costState, estimate } }: Props) {
  "use memo";
  if (cost === null || costState === null) {
    const isEstimate = cost === null && state === "running";
    return (
      // As wide as with its mark, so that figures of a column stay in line.
      <span className="pr-5">
        <Usd amount={isEstimate ? estimate : cost} estimate={isEstimate} className="text-muted" />
      </span>
    );
  }
  const Mark = costState === "confirmed" ? CircleCheck : CircleDashed;
  return (
    <span className="inline-flex items-center gap-1.5">
      <Usd amount={cost} />
      <span data-tip={sayCostState({ state, cost, costState })}>
        <Mark aria-hidden className="size-3.5 text-faint" />
        <span className="sr-only">{costState}</span>
      </span>
    </span>
  );
}
