import { type ChangeObject, diffLines, diffWords } from "diff";

export type DiffPart = { kind: "same" | "removed" | "added"; text: string };

export type TextDiff = {
  parts: DiffPart[];
  /** How finely they were compared: as finely as the time allowed. */
  by: "word" | "line" | "whole";
  /** Words in both, in the first only, and in the second only. */
  same: number;
  removed: number;
  added: number;
};

/** Milliseconds for each of the two attempts, so that texts of a megabyte hold nobody up. */
const PATIENCE = 400;

/** What two texts have in common and what each has alone: word by word, else line by line, else as wholes. */
export function compareTexts(before: string, after: string, timeout = PATIENCE): TextDiff {
  const words = diffWords(before, after, { timeout });
  if (words) return counted("word", words.map(toPart));
  const lines = diffLines(before, after, { timeout });
  if (lines) return counted("line", lines.map(toPart));
  return counted("whole", [
    { kind: "removed", text: before },
    { kind: "added", text: after },
  ]);
}

const toPart = ({ value, added, removed }: ChangeObject<string>): DiffPart => ({
  kind: added ? "added" : removed ? "removed" : "same",
  text: value,
});

function counted(by: TextDiff["by"], parts: DiffPart[]): TextDiff {
  const count = (kind: DiffPart["kind"]) =>
    parts.reduce((sum, part) => (part.kind === kind ? sum + wordsIn(part.text) : sum), 0);
  return { parts, by, same: count("same"), removed: count("removed"), added: count("added") };
}

const wordsIn = (text: string): number => text.match(/\S+/g)?.length ?? 0;
