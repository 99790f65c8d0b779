"use client";

import { useQueryClient } from "@tanstack/react-query";
import { saveTheme, useTheme } from "@/components/shell/theme-actions";
import { Segmented } from "@/components/ui/segmented";
import { THEMES, type Theme } from "@/lib/team/theme";
import { personalQuery } from "./queries";
import { SettingRow } from "./setting-row";
import { useSave } from "./use-save";

const LABELS: Record<Theme, string> = { system: "System", light: "Light", dark: "Dark" };

/** Light, dark, or as the system has it. */
export function ThemeRow() {
  const client = useQueryClient();
  const theme = useTheme();
  const saved = useSave(async (next: Theme) => {
    await saveTheme(next);
    await client.invalidateQueries({ queryKey: personalQuery.queryKey });
  });
  return (
    <SettingRow title="Theme" hint="Also what your other browsers begin with." saved={saved}>
      <Segmented
        label="Theme"
        value={theme}
        options={THEMES.map((value) => ({ value, label: LABELS[value] }))}
        onChange={(next) => void saved.save(next)}
      />
    </SettingRow>
  );
}
