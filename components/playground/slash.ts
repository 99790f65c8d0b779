/** What was written after a `/` that begins a line, up to the caret. */
export type Slash = {
  /** Where the `/` stands. */
  start: number;
  end: number;
  search: string;
};

/** No prompt is looked for by more. */
const LONGEST = 60;

/** Whether a prompt is being looked for where the caret is. */
export function slashAt(text: string, caret: number): Slash | null {
  const start = text.lastIndexOf("\n", caret - 1) + 1;
  const line = text.slice(start, caret);
  if (!line.startsWith("/") || line.length > LONGEST || /^\/[\s/]/.test(line)) return null;
  return { start, end: caret, search: line.slice(1) };
}
