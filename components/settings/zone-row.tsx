"use client";

import { TimeZoneSelect } from "@/components/spend/time-zone-select";
import { useViewerTimeZone } from "@/components/spend/use-time-zone";
import { Button } from "@/components/ui/button";
import { SettingRow } from "./setting-row";
import { useWorkspaceSave } from "./use-workspace-save";
import { WORDS, zoneText } from "./workspace-words";

/** By whose clock spend is reported; without a zone by that of whoever looks. */
export function ZoneRow({ timeZone }: { timeZone: string | null }) {
  const saved = useWorkspaceSave();
  const own = useViewerTimeZone() ?? "UTC";
  const choose = (next: string | null) =>
    void saved.save(
      { timeZone: next },
      { before: { timeZone }, words: "The reporting time zone is changed." },
    );
  return (
    <SettingRow {...WORDS.timeZone} saved={saved}>
      <div className="flex flex-wrap items-center gap-2">
        {timeZone === null ? (
          <>
            <span>Everyone's own</span>
            <Button onClick={() => choose(own)}>Use {zoneText(own)} for all</Button>
          </>
        ) : (
          <>
            <TimeZoneSelect value={timeZone} onChange={choose} />
            <Button look="ghost" onClick={() => choose(null)}>
              Use everyone's own
            </Button>
          </>
        )}
      </div>
    </SettingRow>
  );
}
