"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { ChipMenu } from "@/components/ui/chip";
import { ChooseOne } from "@/components/ui/choices";
import { TextField } from "@/components/ui/field";
import { Segmented } from "@/components/ui/segmented";
import { formatDay } from "@/lib/core/format-instant";
import type { SpanName } from "@/lib/core/span-names";
import { daysOf, isDay, type SpanState } from "./span-params";

const ROLLING: readonly SpanName[] = ["24h", "7d", "30d", "90d", "365d"];
const CALENDAR: readonly { value: SpanName; label: string }[] = [
  { value: "today", label: "Today" },
  { value: "month", label: "This month" },
  { value: "last-month", label: "Last month" },
];

type Days = { from: string; to: string };

type Props = {
  state: SpanState;
  onSpan: (span: SpanName) => void;
  onDays: (days: Days) => void;
  /** Where all of time may be looked at as well. */
  onAll?: () => void;
};

/** Which time is looked at: one that ends now, one of the calendar, or any days. */
export function SpanPicker({ state, onSpan, onDays, onAll }: Props) {
  "use memo";
  const { span, from, to } = state;
  const days = daysOf(state);
  const calendar = days ? undefined : CALENDAR.find(({ value }) => value === span);
  return (
    <>
      <Segmented
        label="Period"
        value={days ? "" : (span ?? "all")}
        options={[
          ...(onAll ? [{ value: "all", label: "All" }] : []),
          ...ROLLING.map((value) => ({ value, label: value })),
        ]}
        onChange={(value) => (value === "all" ? onAll?.() : onSpan(value as SpanName))}
      />
      <ChipMenu label="Other days" chosen={days ? daysWords(days) : (calendar?.label ?? null)}>
        <ChooseOne
          legend="By the calendar"
          value={calendar?.value ?? null}
          options={CALENDAR}
          onChange={(value) => value && onSpan(value)}
        />
        <DaysForm key={`${from} ${to}`} days={days} onChoose={onDays} />
      </ChipMenu>
    </>
  );
}

const daysWords = ({ from, to }: Days): string =>
  from === to ? formatDay(from) : `${formatDay(from)} – ${formatDay(to)}`;

function DaysForm({ days, onChoose }: { days: Days | null; onChoose: (days: Days) => void }) {
  const [from, setFrom] = useState(days?.from ?? "");
  const [to, setTo] = useState(days?.to ?? "");
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!isDay(from) || !isDay(to)) return setProblem("Choose a first and a last day.");
    if (from > to) return setProblem("The last day is before the first.");
    event.currentTarget.closest<HTMLElement>("[popover]")?.hidePopover();
    onChoose({ from, to });
  };
  return (
    <form
      noValidate
      onSubmit={submit}
      className="mt-1.5 flex flex-wrap items-start gap-2 border-t border-line p-2"
    >
      <TextField
        type="date"
        label="First day"
        value={from}
        onChange={(event) => setFrom(event.target.value)}
        problem={problem}
      />
      <TextField
        type="date"
        label="Last day"
        value={to}
        min={from || undefined}
        onChange={(event) => setTo(event.target.value)}
      />
      {/* In one line with the fields, which have their names above them. */}
      <Button type="submit" look="primary" className="sm:mt-5.5">
        Show these days
      </Button>
    </form>
  );
}
