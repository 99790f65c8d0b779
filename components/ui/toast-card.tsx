"use client";

import { TriangleAlert, X } from "lucide-react";
import { useEffect, useState } from "react";
import { ariaKeys } from "@/lib/core/hotkeys";
import { Button, IconButton } from "./button";
import { dismissToast, type ShownToast } from "./toast";
import { useHotkey } from "./use-hotkey";
import { useKeys } from "./use-keys";

/** Long enough to read it, to think again and to get there by keyboard. */
const STAYS_MS = 12_000;

type Props = {
  toast: ShownToast;
  /** It is the one that ⌘Z takes back. */
  undoneNext: boolean;
};

/** One toast. It goes by itself, but not from under a pointer or the focus. */
export default function ToastCard({ toast: { id, text, failed, stays, action }, undoneNext }: Props) {
  const [held, setHeld] = useState(false);
  const keys = useKeys();
  useEffect(() => {
    if (held || stays) return;
    const timer = setTimeout(() => dismissToast(id), STAYS_MS);
    return () => clearTimeout(timer);
  }, [held, stays, id]);
  const act = () => {
    dismissToast(id);
    action?.act();
  };
  useHotkey("mod+z", act, { inFields: false, inDialogs: true, enabled: undoneNext });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only waits while someone is at it
    <div
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex animate-appear items-center gap-2 rounded-box bg-raised py-1.5 pr-1.5 pl-3 shadow-float"
    >
      {failed && <TriangleAlert aria-hidden className="size-4 shrink-0 text-danger" />}
      <p className="min-w-0 flex-1 py-1 wrap-anywhere">{text}</p>
      {action && (
        <Button
          size="sm"
          onClick={act}
          {...(undoneNext && {
            "aria-keyshortcuts": ariaKeys("mod+z"),
            "data-tip": keys("mod+z") || undefined,
          })}
        >
          {action.label}
        </Button>
      )}
      <IconButton size="icon-sm" label="Dismiss" onClick={() => dismissToast(id)}>
        <X aria-hidden />
      </IconButton>
    </div>
  );
}
