"use client";

import { useSyncExternalStore } from "react";

/** Another link that is opened in the same tab changes nothing else of the page. */
function onOther(notify: () => void): () => void {
  window.addEventListener("hashchange", notify);
  return () => window.removeEventListener("hashchange", notify);
}

/** What a link holds behind its `#`, which no server gets to see; undefined until the browser is asked. */
export const useLinkToken = (): string | undefined =>
  useSyncExternalStore<string | undefined>(
    onOther,
    () => location.hash.slice(1),
    () => undefined,
  );
