/** The panes of a row as they stand: their widths, how much of them is in view, and the least that one needs. */
export type Row = { widths: readonly number[]; shown: number; least: number };

/** How wide the pane at the left of a handle may become, and what that is a share of. */
type Range = { least: number; most: number; of: number };

const sum = (widths: readonly number[]): number => widths.reduce((all, width) => all + width, 0);

/** Whether there is more than fits; fractions of a pixel are no reason to scroll. */
const scrolls = ({ widths, shown }: Row): boolean => sum(widths) > shown + 1;

/**
 * In a row that fits, a pane takes from the one at its right. In a row that is scrolled there is nothing to take:
 * the pane grows alone, up to all that is in view.
 */
export function rangeOf(row: Row, index: number): Range {
  const { widths, shown, least } = row;
  const both = (widths[index] ?? 0) + (widths[index + 1] ?? 0);
  const [most, of] = scrolls(row) ? [shown, shown] : [both - least, both];
  return { least, most: Math.max(least, most), of: Math.max(1, of) };
}

/** What each pane weighs once the one at the left of a handle is `width` wide; 1 is as wide as all would be alike. */
export function weightsWith(row: Row, index: number, width: number): number[] {
  const { least, most } = rangeOf(row, index);
  const next = Math.min(most, Math.max(least, width));
  const change = next - (row.widths[index] ?? 0);
  const alone = scrolls(row);
  const widths = row.widths.map((before, at) => {
    if (at === index) return next;
    return at === index + 1 && !alone ? before - change : before;
  });
  const unit = alone ? row.least : sum(widths) / widths.length;
  return widths.map((one) => Math.round((one / unit) * 10_000) / 10_000);
}

/** Pixels that a press of a key moves a handle by. */
const STEP = 24;
const LEAP = 4 * STEP;

/** Where a key leads from a width; undefined for keys that lead nowhere. */
export function widthAfter(key: string, far: boolean, width: number, { least, most }: Range) {
  const step = far ? LEAP : STEP;
  return { ArrowLeft: width - step, ArrowRight: width + step, Home: least, End: most }[key];
}
