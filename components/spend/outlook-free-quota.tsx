"use client";

import { Instant } from "@/components/ui/instant";
import { Switch } from "@/components/ui/switch";
import { formatCount } from "@/lib/core/format";
import type { Outlook } from "@/lib/spend/outlook-api";
import { OutlookPart } from "./outlook-part";
import { useSpendSettings } from "./use-spend-settings";

type Props = { quota: Outlook["freeQuota"]; mayChange: boolean };

/** How many requests to free models today has had and may have, and whether more are refused. */
export function OutlookFreeQuota({ quota: { used, limit, resetsAt, guarded }, mayChange }: Props) {
  "use memo";
  const change = useSpendSettings();
  const isSpent = limit !== null && used >= limit;
  return (
    <OutlookPart title="Free-model requests today">
      <p className="text-xl font-semibold tabular-nums">
        {formatCount(used)}
        <span className="text-sm font-normal text-muted">
          {" "}
          of {limit === null ? "—" : formatCount(limit)}
        </span>
      </p>
      {limit !== null && (
        <meter
          className="sr-only"
          aria-label="Free-model requests today"
          min={0}
          max={limit}
          value={Math.min(used, limit)}
        >
          {`${used} of ${limit}`}
        </meter>
      )}
      {limit !== null && <QuotaBar share={limit === 0 ? 1 : used / limit} isSpent={isSpent} />}
      <p className="text-xs text-muted">
        {isSpent ? <b className="font-medium text-danger">Used up. </b> : null}
        {limit === null
          ? "OpenRouter does not tell how many a day this account may send. "
          : "Of the whole OpenRouter account. "}
        Begins anew at 00:00 UTC, <Instant at={resetsAt} className="whitespace-nowrap" />.
      </p>
      <Switch
        label="Refuse more once they are used up"
        on={guarded}
        disabled={!mayChange}
        tip="Requests that only free models could answer then fail at once, before they are sent"
        onToggle={() => change({ freeModelGuard: !guarded })}
      />
    </OutlookPart>
  );
}

function QuotaBar({ share, isSpent }: { share: number; isSpent: boolean }) {
  "use memo";
  return (
    <svg aria-hidden viewBox="0 0 100 4" preserveAspectRatio="none" className="my-1.5 h-1 w-full">
      <rect width="100" height="4" fill="var(--color-hover)" />
      <rect
        width={100 * Math.min(1, share)}
        height="4"
        fill={isSpent ? "var(--color-danger)" : "var(--color-muted)"}
      />
    </svg>
  );
}
