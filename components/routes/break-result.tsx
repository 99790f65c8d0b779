import { Badge } from "@/components/ui/badge";
import { nextStep } from "@/components/ui/explain-failure";
import { Usd } from "@/components/ui/usd";
import { formatDuration } from "@/lib/core/format-measures";
import type { BreakRun } from "@/lib/routes/break-api";
import { describeFaults } from "./break-words";

/** One simulated request: who was asked when, and what the caller sees of it. */
export function BreakResult({ run: { faults, hops, caller, cost } }: { run: BreakRun }) {
  const attempts = hops.flatMap(({ model, attempts: all }, hop) =>
    all.map((attempt) => ({ ...attempt, model, hop })),
  );
  return (
    <section aria-label="What happened" className="space-y-2 rounded-box bg-sunken p-3">
      <h3 className="font-medium">{describeFaults(faults, hops.length)}</h3>
      <ol className="space-y-1 text-xs">
        {attempts.map(({ model, hop, provider, status, failure, atMs }, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a provider may be asked twice
            key={index}
            className="flex flex-wrap items-baseline gap-x-3"
          >
            <span className="w-16 shrink-0 text-right text-faint tabular-nums">{formatDuration(atMs)}</span>
            <span className="min-w-0 flex-1 basis-48 wrap-anywhere">
              Hop {hop + 1}, <span className="font-mono">{model}</span>
              {provider && ` at ${provider}`}:{" "}
              <span className={status === 200 ? "text-ok" : "text-danger"}>
                {status === 200
                  ? "begins to answer"
                  : `${status ?? "no answer"}${failure ? `, ${failure.message}` : ""}`}
              </span>
            </span>
          </li>
        ))}
      </ol>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        The caller sees <CallerState state={caller.state} />
        {caller.model && <span className="font-mono text-xs break-all">{caller.model}</span>}
        <span className="text-xs text-muted tabular-nums">
          after {formatDuration(caller.durationMs)}, <Usd amount={cost} />
        </span>
      </p>
      {caller.failure && (
        <p className="text-xs text-muted">
          {caller.failure.message} {nextStep(caller.failure)}
        </p>
      )}
    </section>
  );
}

const STATES = {
  answered: ["ok", "an answer"],
  cut: ["warn", "half an answer"],
  failed: ["danger", "a failure"],
} as const;

export function CallerState({ state }: { state: BreakRun["caller"]["state"] }) {
  const [tone, said] = STATES[state];
  return <Badge tone={tone}>{said}</Badge>;
}
