"use client";

import { useLayoutEffect } from "react";
import { bindKeys } from "@/lib/core/hotkeys";
import { setLocale } from "@/lib/core/locale";
import type { Personal } from "@/lib/team/personal-api";
import { hasTheme, setTheme } from "./theme-actions";

/** How the person wants pages to look and to be worked, as the server knows it when it sends one. */
export type Viewer = Pick<Personal, "theme" | "locale" | "shortcuts" | "shortcutsOff">;

/** Has every page keep to it, before anything is read from the server; null is as we have it ourselves. */
export function useViewer(viewer: Viewer | null): void {
  useLayoutEffect(() => {
    if (!viewer) return;
    setLocale(viewer.locale);
    bindKeys({ rebound: viewer.shortcuts, off: viewer.shortcutsOff });
    if (viewer.theme !== null && !hasTheme()) setTheme(viewer.theme);
  }, [viewer]);
}
