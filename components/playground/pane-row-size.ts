import type { Row } from "./pane-widths";

/** How many times the size of the text a pane needs to be read; its style says the same. */
const LEAST_REM = 20;

export const panesIn = (row: Element): HTMLElement[] => [
  ...row.querySelectorAll<HTMLElement>(":scope > section"),
];

/** A row of panes as it is drawn at this moment. */
export function sizeOf(row: Element): Row {
  const text = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return {
    widths: panesIn(row).map((pane) => pane.getBoundingClientRect().width),
    shown: row.clientWidth,
    least: LEAST_REM * text,
  };
}

/** Only the style of the panes changes, so that nothing in them is drawn anew. */
export function showWeights(row: Element, weights: readonly number[]): void {
  panesIn(row).forEach((pane, index) => {
    pane.style.setProperty("--pane", String(weights[index] ?? 1));
  });
}
