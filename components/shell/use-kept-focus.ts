"use client";

import { useEffect } from "react";

/** Milliseconds after a key, when what it led to may have taken the focused thing away: at once, or after an answer. */
const LOOKS = [50, 300, 1_000, 3_000];
/** What can be said to be a place. */
const PLACES = "dialog, form, fieldset, article, section[aria-label], li, tr, main";

/**
 * When what has the focus is taken away or switched off, browsers leave the focus nowhere: whoever goes by keyboard and
 * ear begins anew at the top. Here it goes to the nearest place around that is still there.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    /** What has the focus, and all around it, from within to without. */
    let around: HTMLElement[] = [];
    let timers: ReturnType<typeof setTimeout>[] = [];
    const remember = ({ target }: FocusEvent) => {
      around = [];
      for (let one = target as HTMLElement | null; one; one = one.parentElement) around.push(one);
    };
    const look = () => {
      const [lost] = around;
      if (document.activeElement !== document.body || !lost || (lost.isConnected && !isOff(lost))) return;
      const place = around.find((one) => one !== lost && one.isConnected && one.matches(PLACES));
      if (!place) return;
      if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
      place.focus({ preventScroll: true });
    };
    const watch = () => {
      for (const timer of timers) clearTimeout(timer);
      timers = LOOKS.map((after) => setTimeout(look, after));
    };
    document.addEventListener("focusin", remember);
    document.addEventListener("keydown", watch);
    return () => {
      document.removeEventListener("focusin", remember);
      document.removeEventListener("keydown", watch);
      for (const timer of timers) clearTimeout(timer);
    };
  }, []);
}

const isOff = (element: HTMLElement): boolean => element.matches(":disabled, [hidden] *, [hidden]");
