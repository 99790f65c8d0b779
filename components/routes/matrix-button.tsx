import { Button } from "@/components/ui/button";
import type { Matrix } from "./use-matrix";

type Props = { matrix: Matrix; label: string; disabled?: boolean; onRun: () => void };

/** Begins it and, while it runs, says how far it is and ends it: one button, so that the focus stays where it is. */
export function MatrixButton({ matrix: { state, progress, cancel }, label, disabled = false, onRun }: Props) {
  const running = state === "running";
  return (
    <>
      <Button
        look="ghost"
        aria-disabled={disabled}
        onClick={() => (running ? cancel() : !disabled && onRun())}
      >
        {running ? "Stop" : label}
      </Button>
      {running && (
        <span className="inline-flex items-center gap-2 text-xs text-muted tabular-nums">
          <progress
            aria-label="Faults tried"
            value={progress?.done ?? 0}
            max={progress?.of ?? 1}
            className="w-24 accent-accent"
          />
          {progress && `${progress.done} of ${progress.of}`}
        </span>
      )}
      <span role="status" className="text-xs text-muted">
        {running && "Breaking everything…"}
        {state === "stopped" &&
          `Stopped${progress ? ` after ${progress.done} of ${progress.of}` : ""}. Nothing is kept.`}
      </span>
    </>
  );
}
