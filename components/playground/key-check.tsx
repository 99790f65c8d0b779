"use client";

import { CircleCheck, CircleX } from "lucide-react";
import type { ReactNode } from "react";
import { nextStep } from "@/components/ui/explain-failure";
import { Usd } from "@/components/ui/usd";
import { formatCount } from "@/lib/core/format";
import type { UpstreamStatus } from "@/lib/openrouter/api";

/** What OpenRouter says of the key, on the first screen of a Patchbay that has one. */
export function KeyCheck({ status: { key, balance, failure } }: { status: UpstreamStatus }) {
  if (failure) {
    const step = nextStep(failure);
    return (
      <Strip icon={<CircleX aria-hidden className="text-danger" />} title="The OpenRouter key does not work">
        <p className="py-2 text-muted">
          {failure.message} {failure.said && `“${failure.said}” `}
          {step}
        </p>
      </Strip>
    );
  }
  if (!key) return null;
  return (
    <Strip icon={<CircleCheck aria-hidden className="text-ok" />} title="The OpenRouter key works">
      <dl className="divide-y divide-line">
        {key.label && <Row name="Label">{key.label}</Row>}
        <Row name="Limit">{key.limit === null ? "none" : <Usd amount={key.limit} />}</Row>
        {key.limit !== null && (
          <Row name={key.limitReset ? `Left (resets ${key.limitReset})` : "Left"}>
            <Usd amount={key.limitRemaining} />
          </Row>
        )}
        {key.usageMonthly !== null && (
          <Row name="Used this month">
            <Usd amount={key.usageMonthly} />
          </Row>
        )}
        {key.freeRequests && (
          <Row name="Free requests left today">
            {formatCount(key.freeRequests.remaining)} of {formatCount(key.freeRequests.limit)}
          </Row>
        )}
        {key.expiresAt && <Row name="Expires">{key.expiresAt.slice(0, 10)}</Row>}
        {balance !== null && (
          <Row name="Balance of the account">
            <Usd amount={balance} className={balance < 0n ? "text-danger" : ""} />
          </Row>
        )}
      </dl>
      {balance !== null && balance < 0n && (
        <p className="py-2 text-muted">
          While the balance is negative, even free models refuse to answer. Add credits at openrouter.ai.
        </p>
      )}
    </Strip>
  );
}

function Strip({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <section aria-label="Key check" className="mt-8 text-xs">
      <h2 className="flex items-center gap-2 border-b border-line pb-2 font-medium [&_svg]:size-4">
        {icon}
        {title}
      </h2>
      {children}
    </section>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-4 py-1.5">
      <dt className="text-muted">{name}</dt>
      <dd className="tabular-nums">{children}</dd>
    </div>
  );
}
