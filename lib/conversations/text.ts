import { cleanText } from "@/lib/core/storable";

const TITLE_LENGTH = 60;

/** A line that does nothing but begin or end code. */
const FENCE_LINE = /^(?:`{3,}[^`]*|~{3,}[^~]*)$/;
/** Around code within a line, with the language where the code begins below it. */
const FENCE = /(?<!`)`{3,}(?:[\w+#.-]*$)?/g;

/** The first line of the first message that says something, without the fences of code, cut at a word. */
export function titleFrom(message: string): string {
  const line = cleanText(message)
    .split("\n")
    .map((candidate) =>
      candidate
        .replace(/\s+/g, " ")
        .replace(/[\p{Cc}\p{Cf}]/gu, "")
        .trim()
        .replace(FENCE_LINE, "")
        .replace(FENCE, "")
        .replace(/ +/g, " ")
        .trim(),
    )
    .find((candidate) => candidate !== "");
  if (!line) return "Untitled";
  if (line.length <= TITLE_LENGTH) return line;
  // Not between the halves of a character.
  const cut = line.slice(0, TITLE_LENGTH).replace(/[\uD800-\uDBFF]$/, "");
  const space = cut.lastIndexOf(" ");
  return `${(space > TITLE_LENGTH / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
