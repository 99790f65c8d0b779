"use client";

import type { KeyboardEvent, ReactNode } from "react";
import { useEffect, useId, useRef, useState } from "react";
import { Button, IconButton } from "./button";

export type MenuItem = {
  label: string;
  icon?: ReactNode;
  danger?: boolean;
  /** Only where the bar around it is too narrow for a button of its own. */
  narrow?: boolean;
  onSelect: () => void;
};

type Props = {
  /** The name of the button and of the menu. */ label: string;
  /** What the button's tooltip says, when its name is longer than that. */
  tip?: string;
  icon: ReactNode;
  /** What stands beside the icon, where there is room for words. */
  text?: string;
  items: readonly MenuItem[];
  /** Whether it is open as soon as it is there. */
  opens?: boolean | undefined;
};

/**
 * A button with a list of actions on the browser's own popover: above everything, closed by Escape or a
 * click elsewhere, and the focus goes back to the button before an action runs.
 */
export function Menu({ label, tip = label, icon, text, items, opens = false }: Props) {
  const id = useId();
  const ref = useRef<HTMLDivElement>(null);
  // A list of rows has as many menus: what is in them is drawn when it is first asked for.
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    // As by hand, so that it stands at its button.
    const list = ref.current;
    if (opens && list && !list.matches(":popover-open")) (list.previousElementSibling as HTMLElement).click();
  }, [opens]);
  const entries = () =>
    [...(ref.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])].filter((entry) =>
      entry.checkVisibility(),
    );
  const onKeyDown = (event: KeyboardEvent) => {
    const all = entries();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Tab") ref.current?.hidePopover();
    if (next === undefined) return;
    event.preventDefault();
    all.at(next % all.length)?.focus();
  };
  return (
    <>
      {text === undefined ? (
        <IconButton size="icon-sm" label={label} tip={tip} popoverTarget={id} aria-haspopup="menu">
          {icon}
        </IconButton>
      ) : (
        <Button aria-label={label} popoverTarget={id} aria-haspopup="menu">
          {icon} {text}
        </Button>
      )}
      <div
        ref={ref}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        tabIndex={-1}
        onKeyDown={onKeyDown}
        onBeforeToggle={() => setWanted(true)}
        onToggle={(event) => event.newState === "open" && entries()[0]?.focus()}
        className="inset-auto m-0 my-1 max-h-[min(36rem,80dvh)] min-w-44 overflow-y-auto rounded-box bg-raised p-1 text-ink shadow-float outline-none [position-area:bottom_span-left] [position-try-fallbacks:flip-block,flip-inline]"
      >
        {(wanted ? items : []).map(({ label: name, icon: sign, danger, narrow, onSelect }) => (
          <button
            key={name}
            type="button"
            role="menuitem"
            tabIndex={-1}
            onClick={() => {
              ref.current?.hidePopover();
              onSelect();
            }}
            className={`flex h-8 w-full items-center gap-2.5 rounded-control px-2 text-left text-sm whitespace-nowrap outline-none hover:bg-hover focus:bg-hover touch:h-11 [&_svg]:size-4 ${narrow ? "@3xl:hidden" : ""} ${danger ? "text-danger" : "[&_svg]:text-muted"}`}
          >
            {sign}
            {name}
          </button>
        ))}
      </div>
    </>
  );
}
