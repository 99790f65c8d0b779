"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/segmented";
import { bindKeys, type KeyBindings } from "@/lib/core/hotkeys";
import type { Personal } from "@/lib/team/personal-api";
import { REBINDABLE } from "@/lib/team/shortcuts";
import { changePersonal } from "./queries";
import { SettingRow } from "./setting-row";
import { ShortcutRow } from "./shortcut-row";
import { useSave } from "./use-save";

const OFF: readonly { value: Personal["shortcutsOff"]; label: string }[] = [
  { value: "none", label: "All on" },
  { value: "single", label: "Single keys off" },
  { value: "all", label: "All off" },
];

const GROUPS = [...new Set(REBINDABLE.map(({ group }) => group))];

/** Every shortcut that can be another, and whether any do something at all. */
export function ShortcutEditor({ rebound, off }: KeyBindings) {
  const client = useQueryClient();
  const take = async (change: Partial<Pick<Personal, "shortcuts" | "shortcutsOff">>) => {
    const { shortcuts, shortcutsOff } = await changePersonal(client, change);
    bindKeys({ rebound: shortcuts, off: shortcutsOff });
  };
  const switched = useSave((shortcutsOff: Personal["shortcutsOff"]) => take({ shortcutsOff }));
  const bound = useSave((shortcuts: Readonly<Record<string, string>>) => take({ shortcuts }));
  /** The keys with one of them changed; null is ours again. */
  const rebind = (ours: string, own: string | null) => {
    const { [ours]: _before, ...rest } = rebound;
    const next = own === null || own === ours ? rest : { ...rest, [ours]: own };
    void bound.save(next, { before: rebound, words: "A shortcut is changed." });
  };
  // Whoever followed a link here came before there was anything to scroll to.
  useEffect(() => {
    if (location.hash === "#shortcuts") document.getElementById("shortcuts")?.scrollIntoView();
  }, []);
  const isOurs = Object.keys(rebound).length === 0;
  return (
    <>
      <SettingRow
        title="Shortcuts"
        hint="Single keys are letters, digits and signs without ⌘ or Ctrl, which speech input presses, too. Escape and the keys of fields always work."
        saved={switched}
      >
        <Segmented
          label="Shortcuts"
          value={off}
          options={OFF}
          onChange={(next) => void switched.save(next)}
        />
      </SettingRow>
      <SettingRow
        title="Keys"
        hint="Choose Change, and press the keys. Escape leaves them as they are."
        saved={bound}
      >
        <Button
          disabled={isOurs}
          onClick={() =>
            void bound.save({}, { before: rebound, words: "All shortcuts are as they were made." })
          }
        >
          Reset all
        </Button>
      </SettingRow>
      {GROUPS.map((group) => (
        <section key={group} aria-label={`Keys: ${group}`} className="mt-3">
          <h3 className="text-xs text-muted">{group}</h3>
          <ul>
            {REBINDABLE.filter((shortcut) => shortcut.group === group).map((shortcut) => (
              <ShortcutRow
                key={shortcut.keys}
                shortcut={shortcut}
                rebound={rebound}
                off={off}
                onRebind={(own) => rebind(shortcut.keys, own)}
              />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
