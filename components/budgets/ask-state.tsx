import { Instant } from "@/components/ui/instant";
import type { BudgetAsk } from "@/lib/budgets/asks-api";
import { revealHidden } from "@/lib/core/reveal-hidden";
import { stateWords } from "./ask-words";

/** What became of one's own request, where it was made. */
export function AskState({ ask }: { ask: BudgetAsk }) {
  const { state, until, answer } = ask;
  return (
    <p role="status" className="min-w-0 basis-full text-sm text-muted wrap-anywhere">
      {stateWords(ask)}
      {state === "granted" && until && (
        <>
          {" "}
          It lasts until <Instant at={until} />: try again.
        </>
      )}
      {answer?.words && <> “{revealHidden(answer.words)}”</>}
    </p>
  );
}
