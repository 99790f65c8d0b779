"use client";

import { CircleX } from "lucide-react";
import { nextStep } from "@/components/ui/explain-failure";
import type { UpstreamStatus } from "@/lib/openrouter/api";
import { KeyStrip } from "./key-strip";

/** Why the key does not work, or, without a failure, what a negative balance means. */
export default function KeyTrouble({ failure }: Pick<UpstreamStatus, "failure">) {
  if (!failure) {
    return (
      <p className="py-2 text-muted">
        While the balance is negative, even free models refuse to answer. Add credits at openrouter.ai.
      </p>
    );
  }
  return (
    <KeyStrip icon={<CircleX aria-hidden className="text-danger" />} title="The OpenRouter key does not work">
      <p className="py-2 text-muted">
        {failure.message} {failure.said && `“${failure.said}” `}
        {nextStep(failure)}
      </p>
    </KeyStrip>
  );
}
