"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { IconButton } from "@/components/ui/button";
import { THEMES } from "@/lib/team/theme";
import { saveTheme, useTheme } from "./theme-actions";

const FACES = {
  system: { icon: Monitor, label: "Theme: system" },
  light: { icon: Sun, label: "Theme: light" },
  dark: { icon: Moon, label: "Theme: dark" },
} as const;

/** Goes round system, light and dark. */
export function ThemeToggle() {
  const theme = useTheme();
  const { icon: Icon, label } = FACES[theme];
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
  return (
    <IconButton
      label={label}
      tip={`${label}. Click for ${next}.`}
      // This browser keeps it in any case.
      onClick={() => void saveTheme(next).catch(() => {})}
    >
      <Icon aria-hidden />
    </IconButton>
  );
}
