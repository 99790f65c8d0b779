"use client";

import { Suspense } from "react";
import { Button } from "@/components/ui/button";
import type { ShownFailure } from "@/components/ui/explain-failure";
import { FailureNotice } from "@/components/ui/failure-notice";
import { lazy } from "@/components/ui/lazy";

const BudgetRefusal = lazy(() => import("./budget-refusal"));

type Props = { failure: ShownFailure; onRetry: (() => void) | null; onSwitchModel: (() => void) | null };

/** A failed answer with the ways on; the likelier one first. */
export function AnswerFailure({ failure, onRetry, onSwitchModel }: Props) {
  "use memo";
  const retry = onRetry && (
    <Button key="retry" size="sm" onClick={onRetry}>
      Try again
    </Button>
  );
  const switchModel = onSwitchModel && (
    <Button key="switch" size="sm" onClick={onSwitchModel}>
      Try another
    </Button>
  );
  const { budget } = failure;
  // Only where one may do something about it at all.
  const more = onRetry && budget && failure.code === "budget_exceeded" && (
    <Suspense key="more">
      <BudgetRefusal budget={budget} />
    </Suspense>
  );
  const ways = failure.remedy === "switch_model" ? [switchModel, retry] : [retry, switchModel];
  const actions = [...ways, more];
  return (
    <FailureNotice failure={failure} actions={retry || switchModel ? actions : undefined} className="mt-3" />
  );
}
