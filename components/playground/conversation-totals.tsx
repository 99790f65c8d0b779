"use client";

import { useQuery } from "@tanstack/react-query";
import { Usd } from "@/components/ui/usd";
import { formatCount } from "@/lib/core/format";
import type { SpendTotals } from "@/lib/spend/api";
import { totalsQuery } from "./totals-query";

/** What this conversation has cost, and the day so far. */
export default function ConversationTotals({ conversationId }: { conversationId: string }) {
  "use memo";
  const totals = useQuery(totalsQuery(conversationId)).data;
  if (!totals) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls, these are figures
    <div role="group" aria-label="Spent" className="flex items-center gap-2 text-xs text-muted">
      <span data-tip="This conversation, all that was ever asked in it">
        <span className="sr-only">This conversation: </span>
        <Total sum={totals.conversation} />
      </span>
      <span className="max-sm:hidden">
        <span aria-hidden className="pr-2 text-faint">
          ·
        </span>
        <Total sum={totals.today} /> today
      </span>
    </div>
  );
}

function Total({ sum }: { sum: SpendTotals["conversation"] }) {
  "use memo";
  if (!sum) return null;
  return (
    <>
      <Usd amount={sum.cost} className="text-ink" />
      {sum.unknown > 0 && (
        <span data-tip="Answers whose cost is not known (yet)"> + {formatCount(sum.unknown)} not known</span>
      )}
    </>
  );
}
