/** Written out, because the stylesheet keeps only the variables that it finds by name. */
export const COLOURS = [
  "var(--color-chart-1)",
  "var(--color-chart-2)",
  "var(--color-chart-3)",
  "var(--color-chart-4)",
  "var(--color-chart-5)",
  "var(--color-chart-6)",
  "var(--color-chart-7)",
  "var(--color-chart-8)",
  "var(--color-chart-9)",
  "var(--color-chart-10)",
] as const;

/** For what is not a series of its own. */
export const OTHER_COLOUR = "var(--color-chart-other)";

/**
 * A colour for each of the shown series. A series wants the colour of its first use; when two of one chart
 * want the same, the one known longer keeps it and the other takes the next that is free.
 * `firstUse` lists all series ever seen, in that order. Beyond ten, colours repeat.
 */
export function assignColours(firstUse: readonly string[], shown: readonly string[]): Map<string, string> {
  const seen = new Map(firstUse.map((key, index) => [key, index]));
  const age = (key: string) => seen.get(key) ?? firstUse.length + shown.indexOf(key);
  const taken = new Set<number>();
  const colours = new Map<string, string>();
  for (const key of [...shown].sort((left, right) => age(left) - age(right))) {
    let hue = age(key) % COLOURS.length;
    for (let step = 0; taken.has(hue) && step < COLOURS.length; step++) hue = (hue + 1) % COLOURS.length;
    taken.add(hue);
    colours.set(key, COLOURS[hue] ?? OTHER_COLOUR);
  }
  return colours;
}
