"use client";

import { Suspense, useEffect, useRef, useState } from "react";
import { lazy } from "./lazy";

const Tooltip = lazy(() => import("./tooltip"));

/**
 * The one tooltip of the page. Anything with `data-tip` gets it, on hover and on keyboard focus,
 * without a component, a portal or a listener of its own.
 */
export function TooltipHost() {
  const [wanted, setWanted] = useState(false);
  /** What asks for a tip while the tooltip is being fetched; nothing does once it was pressed or left. */
  const asking = useRef<Event | null>(null);

  useEffect(() => {
    const leaving = new AbortController();
    const ask = (event: Event) => {
      asking.current = event;
      if (event.target instanceof Element && event.target.closest("[data-tip]")) setWanted(true);
    };
    const leave = () => {
      asking.current = null;
    };
    const { signal } = leaving;
    for (const type of ["pointerover", "focusin"]) document.addEventListener(type, ask, { signal });
    for (const type of ["pointerdown", "focusout"]) document.addEventListener(type, leave, { signal });
    return () => leaving.abort();
  }, []);

  return <Suspense>{wanted && <Tooltip asking={asking} />}</Suspense>;
}
