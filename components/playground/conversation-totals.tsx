"use client";

import { useQuery } from "@tanstack/react-query";
import { Usd } from "@/components/ui/usd";
import { formatCount } from "@/lib/core/format";
import { ZERO } from "@/lib/core/money";
import type { SpendTotals } from "@/lib/spend/api";
import { totalsQuery } from "./totals-query";

type Props = {
  conversationId: string;
  /** How many answers are on their way: no sum has them yet. */
  running: number;
};

/** What this conversation has cost, and the day so far. */
export default function ConversationTotals({ conversationId, running }: Props) {
  "use memo";
  const { data: totals, isFetching } = useQuery(totalsQuery(conversationId));
  if (!totals) return null;
  const read = (sum: SpendTotals["today"]): Sum => {
    const unknown = sum.unknown + running;
    // Nought of what is not counted yet is no sum.
    return { cost: sum.cost === ZERO && (unknown > 0 || isFetching) ? null : sum.cost, unknown };
  };
  const here = totals.conversation && read(totals.conversation);
  const told = here !== null && here.cost !== null && here.unknown > 0;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls, these are figures
    <div
      role="group"
      aria-label="Spent"
      className="flex items-center gap-2 text-xs whitespace-nowrap text-muted"
    >
      <span data-tip="This conversation, all that was ever asked in it">
        <span className="sr-only">This conversation: </span>
        {here && <Total sum={here} />}
      </span>
      <span className="@max-[60rem]:hidden">
        <span aria-hidden className="pr-2 text-faint">
          ·
        </span>
        {/* Once is enough. */}
        <Total sum={read(totals.today)} brief={told} /> today
      </span>
    </div>
  );
}

type Sum = { cost: SpendTotals["today"]["cost"] | null; unknown: number };

function Total({ sum: { cost, unknown }, brief = false }: { sum: Sum; brief?: boolean }) {
  "use memo";
  return (
    <>
      <Usd amount={cost} className="text-ink" />
      {cost !== null && unknown > 0 && !brief && (
        <span data-tip="Answers whose cost is not known (yet)"> + {formatCount(unknown)} not known</span>
      )}
    </>
  );
}
