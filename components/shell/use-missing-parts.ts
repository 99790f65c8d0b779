"use client";

import { useEffect } from "react";
import { onMissing, patiently } from "@/components/ui/lazy";
import { readToasts, showToast, type Toast } from "@/components/ui/toast";

const AWAY: Toast = {
  text: "Patchbay cannot be reached. What this page still lacks comes as soon as it can be.",
  failed: true,
};
const REPLACED: Toast = {
  text: "Patchbay was updated, and this page is of the version before. Reload it to go on.",
  failed: true,
  stays: true,
  action: { label: "Reload", act: () => location.reload() },
};

/** Says why a part of the page does not come. What says so has to be there before: then it would not come either. */
export function useMissingParts(): void {
  useEffect(() => {
    void patiently(() => import("@/components/ui/toast-card"));
    const told = new Set<string>();
    onMissing(async ({ message }) => {
      const path = /\/_next\/\S+/.exec(message)?.[0];
      if (path === undefined) return;
      const answer = await fetch(path, { method: "HEAD", cache: "no-store" }).catch(() => null);
      if (answer?.ok) return;
      const toast = answer?.status === 404 ? REPLACED : AWAY;
      const key = `${toast.text} ${path}`;
      if (told.has(key) || readToasts().some(({ text }) => text === toast.text)) return;
      told.add(key);
      showToast(toast);
    });
  }, []);
}
