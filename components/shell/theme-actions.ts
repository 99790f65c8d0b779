"use client";

import { useSyncExternalStore } from "react";
import { fetchOk } from "@/lib/core/fetch-json";
import type { Theme } from "@/lib/team/theme";

/** The theme of this page, whoever changes it. */
export const useTheme = (): Theme => useSyncExternalStore(watchTheme, readTheme, () => "system" as const);

/** Paints the page in a theme. A cookie carries it, so that the server paints the next one right at once. */
export function setTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in some browsers
  document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax`;
}

/** The same, and for the person's other browsers from their next visit on. @throws RequestError when that is not kept */
export async function saveTheme(theme: Theme): Promise<void> {
  setTheme(theme);
  await fetchOk("/api/preferences/personal", { method: "PUT", body: { theme } });
}

/** Whether this browser has ever been told a theme; until then the person's own holds. */
export const hasTheme = (): boolean => /(^|; )theme=/.test(document.cookie);

function readTheme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  return chosen === "light" || chosen === "dark" ? chosen : "system";
}

function watchTheme(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}
