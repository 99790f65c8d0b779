"use client";

import { Select } from "@/components/ui/select";
import { useViewerTimeZone } from "./use-time-zone";

type Props = { value: string; onChange: (timeZone: string) => void };

/** By whose clock days are cut: the viewer's, UTC, or any other there is. */
export function TimeZoneSelect({ value, onChange }: Props) {
  "use memo";
  const own = useViewerTimeZone();
  const near = [...new Set([own, "UTC", value])].filter((zone) => zone !== null);
  return (
    <Select
      label="Time zone"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="max-w-52"
    >
      {near.map((zone) => (
        <option key={zone} value={zone}>
          {readable(zone)}
        </option>
      ))}
      {own !== null &&
        regions().map(([region, zones]) => (
          <optgroup key={region} label={region}>
            {zones
              .filter((zone) => !near.includes(zone))
              .map((zone) => (
                <option key={zone} value={zone}>
                  {readable(zone)}
                </option>
              ))}
          </optgroup>
        ))}
    </Select>
  );
}

const readable = (zone: string) => zone.replaceAll("_", " ");

let known: [string, string[]][] | undefined;

/** Zones by what stands before the slash; sorted as they come. */
function regions(): [string, string[]][] {
  if (known) return known;
  const zones = new Map<string, string[]>();
  for (const zone of Intl.supportedValuesOf("timeZone")) {
    const region = zone.split("/")[0] ?? zone;
    zones.set(region, [...(zones.get(region) ?? []), zone]);
  }
  known = [...zones];
  return known;
}
