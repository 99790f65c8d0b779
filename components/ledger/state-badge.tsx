import { Badge, type Tone } from "@/components/ui/badge";
import type { Generation } from "@/lib/ledger/api";

const TONES: Record<Generation["state"], Tone> = {
  running: "live",
  finished: "ok",
  failed: "danger",
  cancelled: "neutral",
  lost: "warn",
};

/** How a generation stands. What finished says how it finished; only unusual ends are marked. */
export function StateBadge({
  generation,
  brief = false,
}: {
  generation: Pick<Generation, "state" | "finishReason" | "failure">;
  /** Without what went wrong. */
  brief?: boolean;
}) {
  "use memo";
  const { state, finishReason, failure } = generation;
  if (state !== "finished") {
    return (
      <span className="inline-flex max-w-full min-w-0 items-center gap-2 align-middle">
        <Badge tone={TONES[state]}>{state}</Badge>
        {failure && !brief && (
          <span className="truncate font-mono text-xs text-muted max-lg:hidden">{failure.code}</span>
        )}
      </span>
    );
  }
  if (finishReason === null || finishReason === "stop")
    return <span className="text-muted">{finishReason ?? "finished"}</span>;
  return <Badge tone={finishReason === "tool_calls" ? "neutral" : "warn"}>{finishReason}</Badge>;
}
