"use client";

import clsx from "clsx";
import { type RefObject, useEffect, useRef, useState } from "react";

type Props = {
  /** The row of panes, of which a small screen shows one at a time. */
  row: RefObject<HTMLElement | null>;
  panes: readonly { key: string; name: string; running: boolean }[];
};

/** On a small screen: which pane is in view, and a way to the others besides swiping. */
export default function PaneTabs({ row, panes }: Props) {
  "use memo";
  const strip = useRef<HTMLElement>(null);
  const [current, setCurrent] = useState(0);
  useEffect(() => {
    const box = row.current;
    if (!box) return;
    const onScroll = () => setCurrent(Math.round(box.scrollLeft / Math.max(1, box.clientWidth)));
    onScroll();
    box.addEventListener("scroll", onScroll, { passive: true });
    return () => box.removeEventListener("scroll", onScroll);
  }, [row]);
  useEffect(() => {
    const tab = strip.current?.children[current];
    if (tab instanceof HTMLElement && strip.current)
      strip.current.scrollLeft = tab.offsetLeft - (strip.current.clientWidth - tab.offsetWidth) / 2;
  }, [current]);
  return (
    <nav
      ref={strip}
      aria-label="Panes"
      className="relative flex shrink-0 overflow-x-auto border-b border-line [scrollbar-width:none] md:hidden"
    >
      {panes.map(({ key, name, running }, index) => (
        <button
          key={key}
          type="button"
          aria-current={index === current ? "true" : undefined}
          onClick={() => row.current?.scrollTo({ left: index * row.current.clientWidth })}
          className={clsx(
            "flex h-9 shrink-0 items-center gap-1.5 border-b-2 px-3 font-mono text-xs whitespace-nowrap touch:h-11",
            index === current ? "border-accent text-ink" : "border-transparent text-muted",
          )}
        >
          {name.slice(name.indexOf("/") + 1)}
          {running && (
            <>
              <span aria-hidden className="size-1.5 animate-pulse-live rounded-full bg-accent" />
              <span className="sr-only">is answering</span>
            </>
          )}
        </button>
      ))}
    </nav>
  );
}
