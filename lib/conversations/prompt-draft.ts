export const LONGEST_NAME = 100;
export const LONGEST_TEXT = 100_000;
export const LONGEST_TAG = 40;
export const MOST_TAGS = 20;

/** A prompt as it is being written. */
export type PromptDraft = { name: string; text: string; tags: readonly string[] };

/** What keeps a draft from being saved, said to whoever writes it; null where nothing does. */
export function draftProblems({ name, text, tags }: PromptDraft): Record<keyof PromptDraft, string | null> {
  return {
    name: name.trim() === "" ? "A prompt needs a name." : null,
    text:
      text.trim() === ""
        ? "A prompt says something."
        : text.length > LONGEST_TEXT
          ? `At most ${LONGEST_TEXT.toLocaleString("en")} characters.`
          : null,
    tags:
      tags.length > MOST_TAGS
        ? `At most ${MOST_TAGS} tags.`
        : tags.some((tag) => tag.length > LONGEST_TAG)
          ? `A tag has at most ${LONGEST_TAG} characters.`
          : null,
  };
}

/** Tags as they are written in one line, parted by commas; each counts once. */
export const readTags = (line: string): string[] => [
  ...new Set(
    line
      .split(",")
      .map((tag) => tag.trim())
      .filter(Boolean),
  ),
];

/** A name for what has none yet: its first line that says something. */
export function nameFor(text: string): string {
  const line = /^\s*([^\n]*)/.exec(text)?.[1]?.trim() ?? "";
  if (line.length <= 60) return line;
  return `${line.slice(0, 60).replace(/\s+\S*$/, "")}…`;
}
