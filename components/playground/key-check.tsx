"use client";

import { CircleCheck } from "lucide-react";
import { type ReactNode, Suspense } from "react";
import { lazy } from "@/components/ui/lazy";
import { Usd } from "@/components/ui/usd";
import { formatCount } from "@/lib/core/format";
import type { UpstreamStatus } from "@/lib/openrouter/api";
import { KeyStrip } from "./key-strip";

/** Only whose key or account is in trouble loads what explains it. */
const KeyTrouble = lazy(() => import("./key-trouble"));

/** What OpenRouter says of the key, on the first screen of a Patchbay that has one. */
export function KeyCheck({ status: { key, balance, failure } }: { status: UpstreamStatus }) {
  if (failure)
    return (
      <Suspense>
        <KeyTrouble failure={failure} />
      </Suspense>
    );
  if (!key) return null;
  return (
    <KeyStrip icon={<CircleCheck aria-hidden className="text-ok" />} title="The OpenRouter key works">
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
      <Suspense>{balance !== null && balance < 0n && <KeyTrouble failure={null} />}</Suspense>
    </KeyStrip>
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
