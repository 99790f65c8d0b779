"use client";

import { useEffect, useEffectEvent } from "react";
import { boundTo } from "@/lib/core/hotkeys";

type Options = {
  /** Also while the focus is in a text field. */
  inFields?: boolean;
  /** Also while a dialog is open, which otherwise has the keyboard to itself. */
  inDialogs?: boolean;
  /** Off, the key stays whoever else's. */
  enabled?: boolean;
};

/**
 * Listens for one key on the whole page: `mod+k` (⌘ or Ctrl), `mod+shift+o`, `?`, `/`, `Escape`; or for what a person
 * presses in its place. Whoever has already dealt with the key (`preventDefault`) keeps it.
 */
export function useHotkey(
  ours: string,
  act: () => void,
  { inFields, inDialogs = false, enabled = true }: Options = {},
) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const combination = boundTo(ours);
    if (!enabled || combination === null || event.defaultPrevented || event.isComposing) return;
    if (!inDialogs && document.querySelector("dialog[open]")) return;
    // Escape closes a menu, and is no word on anything behind it.
    if (!combination.includes("mod+") && document.querySelector(OPEN_MENU)) return;
    if (!(inFields ?? combination.includes("mod+")) && isField(event.target)) return;
    if (!matches(event, combination)) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}

/** Menus and the like, not tooltips, which stand in nobody's way. */
const OPEN_MENU = "[popover=auto]:popover-open";

function matches(event: KeyboardEvent, combination: string): boolean {
  const parts = combination.split("+");
  const key = parts.at(-1) ?? "";
  const mod = parts.includes("mod");
  if (mod !== (event.metaKey || event.ctrlKey) || event.altKey) return false;
  // `?` and `/` sit behind Shift on some keyboards, so Shift counts only where it is asked for or with ⌘.
  if ((mod || parts.includes("shift")) && parts.includes("shift") !== event.shiftKey) return false;
  return event.key.toLowerCase() === key.toLowerCase();
}

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
