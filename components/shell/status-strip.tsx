"use client";

import { FlaskConical, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { nextStep } from "@/components/ui/explain-failure";
import { formatUsd } from "@/lib/core/format";
import type { UpstreamStatus } from "@/lib/openrouter/api";

/** What must be known about the upstream; null while that is only that a sandbox plays it. */
export default function StatusStrip({ status }: { status: UpstreamStatus | null }) {
  if (!status || status.mode === "sandbox") {
    return (
      <Strip
        tone="border-b border-line bg-sunken"
        icon={<FlaskConical aria-hidden className="text-accent-text" />}
      >
        <b className="font-medium">No OpenRouter key is set:</b> a sandbox answers
        <span className="max-sm:hidden">, nothing costs money</span>.
        <span className="text-muted max-sm:hidden">
          {" "}
          For real models set <code className="font-mono text-xs">OPENROUTER_API_KEY</code> in{" "}
          <code className="font-mono text-xs">.env</code> and restart.
        </span>
      </Strip>
    );
  }
  if (status.failure) {
    return (
      <Strip tone="bg-danger-soft" icon={<TriangleAlert aria-hidden className="text-danger" />}>
        <b className="font-medium">{status.failure.message}</b> {nextStep(status.failure)}
      </Strip>
    );
  }
  if (status.balance !== null && status.balance < 0n) {
    return (
      <Strip tone="bg-warn-soft" icon={<TriangleAlert aria-hidden className="text-warn" />}>
        <b className="font-medium">The OpenRouter balance is {formatUsd(status.balance)}.</b> While it is
        negative even free models refuse to answer. Add credits at openrouter.ai.
      </Strip>
    );
  }
  return null;
}

function Strip({ tone, icon, children }: { tone: string; icon: ReactNode; children: ReactNode }) {
  return (
    <aside
      aria-label="Connection"
      className={`flex shrink-0 items-center gap-2.5 px-4 py-1.5 text-xs sm:px-6 [&>svg]:size-4 [&>svg]:shrink-0 ${tone}`}
    >
      {icon}
      <p>{children}</p>
    </aside>
  );
}
