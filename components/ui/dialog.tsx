"use client";

import clsx from "clsx";
import { type ReactNode, useEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { showToastsIn } from "./toast";

type Props = {
  /** The accessible name. */
  label: string;
  onClose: () => void;
  children: ReactNode;
  /** Where it stands: in the middle, high up (lists that grow), or as a drawer at the left. */
  place?: "middle" | "top" | "left";
  className?: string;
};

/** A modal on the browser's own dialog: it keeps the focus, closes on Escape and lies above all else. Mounted means open; what bears `data-focus` gets the focus. */
export function Dialog({ label, onClose, children, place = "middle", className }: Props) {
  const ref = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    if (dialog && !dialog.open) dialog.showModal();
    dialog?.querySelector<HTMLElement>("[data-focus]")?.focus();
    const letGo = dialog && showToastsIn(dialog);
    return () => {
      letGo?.();
      dialog?.close();
      // What was done may have taken it away, with the row that it stood in.
      const to = before?.isConnected ? before : document.getElementById("main");
      if (to instanceof HTMLElement) to.focus();
    };
  }, []);

  // Outside of where it was called for: a paragraph may not hold one, and its styles are not meant for it.
  return createPortal(
    // Escape closes too; the click on the backdrop is the pointer's way.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <dialog
      ref={ref}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === event.currentTarget && onClose()}
      className={clsx("bg-raised text-ink shadow-float outline-none", PLACES[place], className)}
    >
      {children}
    </dialog>,
    document.body,
  );
}

const PLACES = {
  middle: "m-auto w-[min(100%-32px,28rem)] animate-appear rounded-box",
  top: "mx-auto mt-[10vh] mb-auto w-[min(100%-16px,40rem)] animate-appear overflow-hidden rounded-box max-sm:mt-2",
  left: "m-0 mr-auto h-full max-h-none w-72 max-w-[85vw] animate-slide-in",
} as const;
