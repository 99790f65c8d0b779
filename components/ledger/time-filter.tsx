"use client";

import { FilterChip } from "@/components/filters/filter-chip";
import { TimeZoneSelect } from "@/components/spend/time-zone-select";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { viewerLocale } from "@/lib/core/locale";
import { atClock, clockText } from "@/lib/core/period";
import { endsOfSpan } from "@/lib/core/span";
import type { SpanName } from "@/lib/core/span-names";

type Props = {
  from: Date | null;
  to: Date | null;
  /** By whose clock; null until that is known. */
  timeZone: string | null;
  onChange: (from: Date | null, to: Date | null) => void;
  onTimeZone: (timeZone: string) => void;
};

/** The same times as those of spend, by the same names; what is to come of them is left open. */
const PRESETS: readonly { label: string; span: SpanName }[] = [
  { label: "Today", span: "today" },
  { label: "24 hours", span: "24h" },
  { label: "7 days", span: "7d" },
  { label: "30 days", span: "30d" },
  { label: "90 days", span: "90d" },
  { label: "365 days", span: "365d" },
];

/** When they started: since some time ago, or between two moments, by the clock of a zone. */
export function TimeFilter({ from, to, timeZone, onChange, onTimeZone }: Props) {
  "use memo";
  const isSet = from !== null || to !== null;
  const zone = timeZone ?? "UTC";
  const words = span(from, to, zone);
  const choose = (popover: HTMLElement | null, since: Date) => {
    popover?.hidePopover();
    onChange(since, null);
  };
  const within = (button: HTMLElement) => button.closest<HTMLElement>("[popover]");
  return (
    <FilterChip
      name="Any time"
      words={isSet ? { short: words, long: `${words}, ${zone.replaceAll("_", " ")} time` } : null}
      onRemove={() => onChange(null, null)}
    >
      <div className="flex flex-wrap gap-1.5">
        <Button size="sm" onClick={({ currentTarget }) => choose(within(currentTarget), anHourAgo())}>
          Last hour
        </Button>
        {PRESETS.map(({ label, span }) => (
          <Button
            key={label}
            size="sm"
            onClick={({ currentTarget }) =>
              choose(within(currentTarget), endsOfSpan({ span, timeZone: zone }, new Date())[0])
            }
          >
            {label}
          </Button>
        ))}
      </div>
      <div className="mt-3 grid gap-2">
        <Moment label="From" value={from} timeZone={zone} onChange={(moment) => onChange(moment, to)} />
        <Moment label="Before" value={to} timeZone={zone} onChange={(moment) => onChange(from, moment)} />
        {timeZone !== null && (
          <div className="text-xs text-muted">
            <p className="pb-1">By the clock of</p>
            <TimeZoneSelect value={timeZone} onChange={onTimeZone} />
          </div>
        )}
      </div>
    </FilterChip>
  );
}

/** Whole minutes, so that an address is not longer than what it says. */
const anHourAgo = (): Date => new Date(Math.floor(Date.now() / 60_000 - 60) * 60_000);

type MomentProps = {
  label: string;
  value: Date | null;
  timeZone: string;
  onChange: (moment: Date | null) => void;
};

function Moment({ label, value, timeZone, onChange }: MomentProps) {
  "use memo";
  const shown = value ? clockText(value, timeZone) : "";
  return (
    <TextField
      type="datetime-local"
      label={label}
      defaultValue={shown}
      // What is chosen elsewhere stands here too.
      key={`${value?.getTime()} ${timeZone}`}
      suppressHydrationWarning
      onBlur={({ target }) => {
        const moment = atClock(target.value, timeZone);
        if (target.value !== shown && (moment || target.value === "")) onChange(moment);
      }}
    />
  );
}

function span(from: Date | null, to: Date | null, timeZone: string): string {
  const format = new Intl.DateTimeFormat(viewerLocale(), {
    ...{ dateStyle: "medium", timeStyle: "short" },
    timeZone,
  });
  if (from && to) return format.formatRange(from, to);
  return from ? `Since ${format.format(from)}` : to ? `Before ${format.format(to)}` : "";
}
