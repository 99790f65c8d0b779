import clsx from "clsx";
import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { revealHidden } from "@/lib/core/reveal-hidden";
import { failedBy, nextStep, type ShownFailure } from "./explain-failure";

type Props = { failure: ShownFailure; actions?: ReactNode; compact?: boolean; className?: string };

/** A failure where it happened: who failed, what they said, the code, and the one thing to do. */
export function FailureNotice({ failure, actions, compact = false, className }: Props) {
  const step = nextStep(failure);
  return (
    <div
      role="alert"
      className={clsx("flex gap-3 rounded-box bg-danger-soft text-sm", compact ? "p-2" : "p-3", className)}
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
      <div className="min-w-0 flex-1 space-y-1">
        <p className="font-medium wrap-anywhere">{revealHidden(failure.message)}</p>
        {failure.said && (
          <p className="text-muted wrap-anywhere">
            <span className="sr-only">{failedBy(failure)} said: </span>“{revealHidden(failure.said)}”
          </p>
        )}
        {failure.issues?.map((issue) => (
          <p key={`${issue.path} ${issue.message}`} className="text-muted wrap-anywhere">
            {issue.path}: {issue.message}
          </p>
        ))}
        {step && <p className="text-muted">{step}</p>}
        <p className="font-mono text-xs text-muted">
          {failedBy(failure)} · {failure.code}
          {failure.upstreamStatus !== undefined && ` · ${failure.upstreamStatus}`}
        </p>
        {actions && <div className="flex flex-wrap gap-2 pt-1.5">{actions}</div>}
      </div>
    </div>
  );
}
