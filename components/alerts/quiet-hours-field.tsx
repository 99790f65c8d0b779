"use client";

import { Field, TextField } from "@/components/ui/field";
import { Switch } from "@/components/ui/switch";

type Hours = { from: string; to: string };

const NIGHT: Hours = { from: "22:00", to: "07:00" };

/** What is wrong with quiet hours; null when nothing is, or there are none. */
export function quietProblem(hours: Hours | null): string | null {
  if (hours === null) return null;
  if (hours.from === "" || hours.to === "") return "Say when they begin and when they end.";
  return hours.from === hours.to ? "They have to end at another time than they begin." : null;
}

type Props = {
  value: (Hours & { timeZone: string }) | null;
  timeZone: string;
  tried: boolean;
  onChange: (value: (Hours & { timeZone: string }) | null) => void;
};

/** Hours in which a channel is left alone. */
export function QuietHoursField({ value, timeZone, tried, onChange }: Props) {
  const problem = tried ? quietProblem(value) : null;
  const time = (name: keyof Hours, label: string) => (
    <TextField
      label={label}
      type="time"
      value={value?.[name] ?? ""}
      className="w-32"
      problem={name === "to" ? problem : null}
      onChange={(event) => value && onChange({ ...value, [name]: event.target.value })}
    />
  );
  return (
    <Field
      label="Quiet hours"
      hint={value ? "What happens meanwhile is told when they end, unless it is urgent." : null}
    >
      <Switch
        label="Keep quiet for some hours"
        on={value !== null}
        onToggle={() => onChange(value ? null : { ...NIGHT, timeZone })}
      />
      {value && (
        <div className="flex flex-wrap items-start gap-3">
          {time("from", "From")}
          {time("to", "To")}
        </div>
      )}
    </Field>
  );
}
