"use client";

import { FilterChip } from "@/components/filters/filter-chip";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { viewerLocale } from "@/lib/core/locale";

type Props = {
  from: Date | null;
  to: Date | null;
  timeZone: string | null;
  onChange: (from: Date | null, to: Date | null) => void;
};

const HOUR = 3_600_000;
const PRESETS = [
  { label: "Last hour", ms: HOUR },
  { label: "24 hours", ms: 24 * HOUR },
  { label: "7 days", ms: 7 * 24 * HOUR },
  { label: "30 days", ms: 30 * 24 * HOUR },
];

/** When they started: since some time ago, or between two moments, by the viewer's clock. */
export function TimeFilter({ from, to, timeZone, onChange }: Props) {
  "use memo";
  const isSet = from !== null || to !== null;
  const words = span(from, to);
  return (
    <FilterChip
      name="Any time"
      words={isSet ? { short: words, long: words } : null}
      onRemove={() => onChange(null, null)}
    >
      <div className="flex flex-wrap gap-1.5">
        {PRESETS.map(({ label, ms }) => (
          <Button
            key={label}
            size="sm"
            onClick={({ currentTarget }) => {
              currentTarget.closest<HTMLElement>("[popover]")?.hidePopover();
              onChange(minutesAgo(ms), null);
            }}
          >
            {label}
          </Button>
        ))}
      </div>
      <div className="mt-3 grid gap-2">
        <Moment label="From" value={from} onChange={(moment) => onChange(moment, to)} />
        <Moment label="Before" value={to} onChange={(moment) => onChange(from, moment)} />
      </div>
      {timeZone !== null && (
        <p className="mt-2 text-xs text-muted">By the clocks of {timeZone.replaceAll("_", " ")}.</p>
      )}
    </FilterChip>
  );
}

/** Whole minutes, so that an address is not longer than what it says. */
const minutesAgo = (ms: number): Date => new Date(Math.floor((Date.now() - ms) / 60_000) * 60_000);

type MomentProps = { label: string; value: Date | null; onChange: (moment: Date | null) => void };

function Moment({ label, value, onChange }: MomentProps) {
  "use memo";
  return (
    <TextField
      type="datetime-local"
      label={label}
      defaultValue={value ? toLocal(value) : ""}
      // What is chosen elsewhere stands here too.
      key={value?.getTime() ?? 0}
      suppressHydrationWarning
      onBlur={({ target }) => {
        const moment = target.value === "" ? null : new Date(target.value);
        if (moment && Number.isNaN(moment.getTime())) return;
        if (toLocal(moment) !== toLocal(value)) onChange(moment);
      }}
    />
  );
}

/** As such a field writes it: the viewer's own clock, to the minute. */
const toLocal = (moment: Date | null): string =>
  moment === null
    ? ""
    : new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

/** In the viewer's own time: the boundaries are instants, whatever zone they were cut in. */
function span(from: Date | null, to: Date | null): string {
  const format = new Intl.DateTimeFormat(viewerLocale(), { dateStyle: "medium", timeStyle: "short" });
  if (from && to) return format.formatRange(from, to);
  return from ? `Since ${format.format(from)}` : to ? `Before ${format.format(to)}` : "";
}
