"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { QueryPanel } from "@/components/ui/query-panel";
import { Skeleton } from "@/components/ui/skeleton";
import { Usd } from "@/components/ui/usd";
import { formatCount } from "@/lib/core/format";
import { formatDay } from "@/lib/core/format-instant";
import { toApproximateNumber } from "@/lib/core/money";
import { generationsPath } from "@/lib/ledger/paths";
import type { Outlook as Figures } from "@/lib/spend/outlook-api";
import { OutlookFees } from "./outlook-fees";
import { OutlookFreeQuota } from "./outlook-free-quota";
import { OutlookPart } from "./outlook-part";
import { outlookQuery } from "./outlook-queries";
import { bandInWords, runwayInWords } from "./outlook-words";

type Props = { timeZone: string };

/** This month: what it has cost and will, for how long the credits last, with fees, and the free models' quota. */
export function Outlook({ timeZone }: Props) {
  "use memo";
  const query = useQuery(outlookQuery(timeZone));
  const month = query.data?.month;
  const hint = month && `${formatDay(month.first)} – ${formatDay(month.last)} · ${readable(timeZone)} time`;
  return (
    <Panel
      title="This month"
      hint={hint}
      // Whoever may change what holds for everybody may also be told of it.
      action={
        query.data?.mayChange && (
          <LinkButton href="/alerts" size="sm">
            Alerts
          </LinkButton>
        )
      }
    >
      <QueryPanel query={query} skeleton={<OutlookSkeleton />}>
        {(outlook) => (
          <div className="grid gap-x-10 gap-y-5 pb-5 sm:grid-cols-2 xl:grid-cols-4">
            <Spent outlook={outlook} />
            <Runway runway={outlook.runway} />
            <OutlookFees fees={outlook.fees} spent={outlook.spent} mayChange={outlook.mayChange} />
            <OutlookFreeQuota quota={outlook.freeQuota} mayChange={outlook.mayChange} />
          </div>
        )}
      </QueryPanel>
    </Panel>
  );
}

const readable = (zone: string) => zone.replaceAll("_", " ");

function Spent({ outlook }: { outlook: Figures }) {
  "use memo";
  const { spent, unknown, forecast, month, timeZone } = outlook;
  const behind = { from: month.from, to: month.to, timeZone };
  return (
    <OutlookPart title="Spent so far">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <Link
          href={generationsPath(behind)}
          prefetch={false}
          className="text-xl font-semibold decoration-line-strong decoration-1 underline-offset-4 hover:underline touch:inline-flex touch:min-h-11 touch:items-center"
        >
          <Usd amount={spent} />
        </Link>
        {forecast.kind === "forecast" && (
          <span className="text-muted">
            forecast <Usd amount={forecast.expected} estimate />
          </span>
        )}
      </p>
      <MonthBar outlook={outlook} />
      <p className="text-xs text-muted">{bandInWords(outlook)}</p>
      {unknown > 0 && (
        <p className="text-xs text-muted">
          <Link
            href={generationsPath({ ...behind, cost: "unknown" })}
            prefetch={false}
            className="underline decoration-line-strong underline-offset-2 hover:text-ink touch:inline-flex touch:min-h-11 touch:items-center"
          >
            {formatCount(unknown)} with unknown cost
          </Link>{" "}
          not counted
        </p>
      )}
    </OutlookPart>
  );
}

/** What is spent, where the month will end, and between what; the figures stand around it. */
function MonthBar({ outlook: { spent, forecast } }: { outlook: Figures }) {
  "use memo";
  if (forecast.kind === "too_little" || forecast.high <= 0n) return null;
  const most = toApproximateNumber(forecast.high);
  const at = (amount: typeof spent) => (100 * toApproximateNumber(amount)) / most;
  const low = at(forecast.low);
  return (
    <svg aria-hidden viewBox="0 0 100 8" preserveAspectRatio="none" className="my-1.5 h-2 w-full">
      <rect y="2" width="100" height="4" fill="var(--color-hover)" />
      <rect x={low} y="2" width={100 - low} height="4" fill="var(--color-accent)" fillOpacity="0.3" />
      <rect y="2" width={at(spent)} height="4" fill="var(--color-accent)" />
      <rect x={Math.max(0, at(forecast.expected) - 0.6)} width="0.6" height="8" fill="var(--color-ink)" />
    </svg>
  );
}

function Runway({ runway }: { runway: Figures["runway"] }) {
  "use memo";
  const { when, note } = runwayInWords(runway);
  return (
    <OutlookPart title={runway.of === "key_limit" ? "Key limit runs out" : "Credits run out"}>
      <p className={when === null ? "text-xl text-faint" : "text-xl font-semibold"}>{when ?? "—"}</p>
      <p className="text-xs text-muted">{note}</p>
    </OutlookPart>
  );
}

function OutlookSkeleton() {
  return (
    <div className="grid gap-x-10 gap-y-5 pb-5 sm:grid-cols-2 xl:grid-cols-4">
      {["a", "b", "c", "d"].map((key) => (
        <div key={key} className="space-y-2">
          <Skeleton className="h-3 w-24" />
          <Skeleton className="h-6 w-28" />
          <Skeleton className="h-3 w-40" />
        </div>
      ))}
    </div>
  );
}
