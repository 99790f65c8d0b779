"use client";

import { type RefObject, useEffect } from "react";

/** Lets the right edge of what scrolls sideways fade (`fading-edge`) while there is more beyond it. */
export function useFadingEdge(box: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const scroller = box.current;
    const content = scroller?.firstElementChild;
    if (!scroller || !content || typeof ResizeObserver === "undefined") return;
    const look = () => {
      const { scrollWidth, clientWidth, offsetWidth, scrollLeft } = scroller;
      scroller.toggleAttribute("data-more", scrollWidth - clientWidth - scrollLeft > 1);
      // What tells how far down one is must not fade as well.
      scroller.style.setProperty("--scrollbar", `${offsetWidth - clientWidth}px`);
    };
    const watching = new ResizeObserver(look);
    watching.observe(scroller);
    watching.observe(content);
    scroller.addEventListener("scroll", look, { passive: true });
    return () => {
      watching.disconnect();
      scroller.removeEventListener("scroll", look);
    };
  }, [box]);
}
