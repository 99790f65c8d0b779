"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { QueryPanel } from "@/components/ui/query-panel";
import { Usd } from "@/components/ui/usd";
import { formatDay } from "@/lib/core/format-instant";
import { generationsPath } from "@/lib/ledger/paths";
import type { Anomaly } from "@/lib/spend/outlook-api";
import { anomaliesQuery, type JudgedDays } from "./outlook-queries";
import { causeInWords } from "./outlook-words";

type Props = {
  timeZone: string;
  days: JudgedDays;
  /** Whether the page shows only a part of what was spent; days are judged by all of it. */
  isNarrowed: boolean;
  /** Undefined for the one in use. */
  account?: string | undefined;
};

/** More are shown once somebody asks for them. */
const FIRST = 5;

/** The days that cost far more than was to be expected, each with what is behind it; nothing where none does. */
export function Anomalies({ timeZone, days, isNarrowed, account }: Props) {
  "use memo";
  const query = useQuery(anomaliesQuery(timeZone, days, account));
  if (!query.isError && !query.data?.anomalies.length) return null;
  const usual = "far above the same weekday and the four weeks before";
  return (
    <Panel title="Unusual days" hint={isNarrowed ? `${usual}, of everything that was spent` : usual}>
      <QueryPanel query={query} skeleton={null}>
        {({ anomalies }) => <Days anomalies={anomalies} {...{ account, timeZone }} />}
      </QueryPanel>
    </Panel>
  );
}

type DaysProps = { anomalies: readonly Anomaly[] } & Pick<Props, "account" | "timeZone">;

function Days({ anomalies, ...about }: DaysProps) {
  "use memo";
  const [all, setAll] = useState(false);
  const more = all ? 0 : Math.max(0, anomalies.length - FIRST);
  return (
    <>
      <ul aria-label="Unusual days" className="divide-y divide-line pb-3">
        {anomalies.slice(0, anomalies.length - more).map((anomaly) => (
          <Day key={anomaly.day} anomaly={anomaly} {...about} />
        ))}
      </ul>
      {more > 0 && (
        <Button size="sm" className="mb-3" onClick={() => setAll(true)}>
          Show {more} more
        </Button>
      )}
    </>
  );
}

function Day({ anomaly, account, timeZone }: { anomaly: Anomaly } & Pick<Props, "account" | "timeZone">) {
  "use memo";
  const { day, from, to, running, cost, usual, causes } = anomaly;
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 py-2">
      <span aria-hidden className="text-xs text-warn">
        ▲
      </span>
      <Link
        href={generationsPath({ account, from, to, timeZone })}
        prefetch={false}
        className="font-medium hover:underline touch:inline-flex touch:min-h-11 touch:items-center"
      >
        {formatDay(day)}
      </Link>
      {running && <Badge tone="live">today, so far</Badge>}
      <span className="tabular-nums">
        <Usd amount={cost} /> <span className="text-muted">instead of about</span>{" "}
        <Usd amount={usual} className="text-muted" />
      </span>
      <span className="min-w-0 text-muted wrap-anywhere max-sm:basis-full">{causeInWords(anomaly)}</span>
      {causes.map(({ dimension, key, label }) => (
        <Link
          key={dimension}
          href={generationsPath({
            ...{ account, from, to, timeZone },
            choices: { [dimension]: { exclude: false, values: [key] } },
          })}
          prefetch={false}
          className="text-xs text-muted underline decoration-line-strong underline-offset-2 hover:text-ink touch:inline-flex touch:min-h-11 touch:items-center"
        >
          Its {dimension}
          <span className="sr-only">
            , {label}, on {formatDay(day)}
          </span>
        </Link>
      ))}
    </li>
  );
}
