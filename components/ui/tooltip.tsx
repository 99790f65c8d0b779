"use client";

import { type RefObject, useEffect, useState } from "react";

type Tip = { text: string; x: number; y: number; below: boolean };

/** Shows the tips, and the one that was asked for before this came. */
export default function Tooltip({ asking }: { asking: RefObject<Event | null> }) {
  const [tip, setTip] = useState<Tip | null>(null);

  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const hide = () => {
      clearTimeout(waiting);
      setTip(null);
    };
    const showFor = (event: Event, delay: number) => {
      const target = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-tip]") : null;
      clearTimeout(waiting);
      if (!target?.dataset.tip) return setTip(null);
      waiting = setTimeout(() => setTip(placeAt(target)), delay);
    };
    const onOver = (event: PointerEvent) => event.pointerType !== "touch" && showFor(event, 350);
    const onFocus = (event: FocusEvent) =>
      event.target instanceof Element && event.target.matches(":focus-visible") && showFor(event, 0);
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && hide();

    const { current } = asking;
    if (current instanceof FocusEvent) onFocus(current);
    else if (current instanceof PointerEvent) onOver(current);
    document.addEventListener("pointerover", onOver);
    document.addEventListener("focusin", onFocus);
    document.addEventListener("focusout", hide);
    document.addEventListener("pointerdown", hide);
    document.addEventListener("keydown", onKey);
    document.addEventListener("scroll", hide, { capture: true, passive: true });
    return () => {
      clearTimeout(waiting);
      document.removeEventListener("pointerover", onOver);
      document.removeEventListener("focusin", onFocus);
      document.removeEventListener("focusout", hide);
      document.removeEventListener("pointerdown", hide);
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("scroll", hide, { capture: true });
    };
  }, [asking]);

  if (!tip) return null;
  return (
    <div
      role="tooltip"
      popover="manual"
      // The top layer is above dialogs too. A menu may be opening as this is drawn, and browsers open one at a time.
      ref={(element) => {
        const opening = setTimeout(() => {
          if (element && !element.matches(":popover-open")) element.showPopover();
        });
        return () => clearTimeout(opening);
      }}
      className="pointer-events-none fixed inset-auto m-0 max-w-80 rounded-control bg-ink px-2 py-1 text-xs whitespace-pre-line text-canvas"
      style={{ left: tip.x, top: tip.y, translate: tip.below ? "-50% 0" : "-50% -100%" }}
    >
      {tip.text}
    </div>
  );
}

function placeAt(target: HTMLElement): Tip | null {
  const text = target.dataset.tip;
  if (!text || !target.isConnected) return null;
  const box = target.getBoundingClientRect();
  const below = box.top < 56;
  const half = Math.min(160, text.length * 3.6 + 8);
  const x = Math.min(Math.max(box.left + box.width / 2, half + 4), window.innerWidth - half - 4);
  return { text, x, y: below ? box.bottom + 6 : box.top - 6, below };
}
