"use client";

/** A word about something just done, with at most one thing to do about it. */
export type Toast = {
  text: string;
  /** Something failed. */
  failed?: boolean;
  /** Until somebody dismisses it. */
  stays?: true;
  action?: {
    label: string;
    act: () => void;
    /** It takes back what was done, so that ⌘Z does it, too. */
    undoes?: true;
  };
};

export type ShownToast = Toast & { id: number };

let shown: readonly ShownToast[] = [];
let made = 0;
const listeners = new Set<() => void>();
/** More would hide the page; the oldest go of those that go by themselves. */
const MOST = 3;

/** Says it in the corner of the page, whatever page that is by then. */
export function showToast(toast: Toast): void {
  made += 1;
  const next = [...shown, { ...toast, id: made }];
  const gone = next.length > MOST ? next.findIndex(({ stays }) => !stays) : -1;
  change(next.filter((_, at) => at !== gone));
}

/** Which toast ⌘Z is for: of those that can take something back the last. */
export const undoneNext = (toasts: readonly ShownToast[]): number | null =>
  toasts.findLast(({ action }) => action?.undoes)?.id ?? null;

export const dismissToast = (id: number): void => change(shown.filter((toast) => toast.id !== id));

function change(next: readonly ShownToast[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

export const readToasts = (): readonly ShownToast[] => shown;

export function watchToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The modals that are open, the last one on top. Nothing outside of it can be seen well, clicked or heard. */
let modals: readonly Element[] = [];

/** Has toasts appear in a modal while it is the last that was opened. @returns what ends that */
export function showToastsIn(modal: Element): () => void {
  const put = (next: readonly Element[]) => {
    modals = next;
    change(shown);
  };
  put([...modals, modal]);
  return () => put(modals.filter((one) => one !== modal));
}

export const toastPlace = (): Element | null => modals.at(-1) ?? null;
