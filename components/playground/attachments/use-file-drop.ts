"use client";

import { type RefObject, useEffect, useEffectEvent, useState } from "react";

/**
 * Takes files that are dropped anywhere in the zone around an element.
 * @returns whether files are being dragged over it
 */
export function useFileDrop(ref: RefObject<HTMLElement | null>, onFiles: (files: FileList) => void): boolean {
  const [over, setOver] = useState(false);
  const take = useEffectEvent(onFiles);
  useEffect(() => {
    const zone = ref.current?.closest<HTMLElement>("[data-drop-zone]");
    if (!zone) return;
    const leaving = new AbortController();
    const onDrag = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      event.stopPropagation();
      setOver(event.type === "dragover");
      if (event.type === "drop") take(event.dataTransfer.files);
    };
    for (const type of ["dragover", "dragleave", "drop"] as const)
      zone.addEventListener(type, onDrag, { signal: leaving.signal });
    return () => leaving.abort();
  }, [ref]);
  return over;
}
