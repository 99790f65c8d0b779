/** A sentence, with what stands between backticks in the font of code. */
export function CodeWords({ text }: { text: string }) {
  return text.split("`").map((part, at) =>
    at % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a sentence have no other identity
      <code key={at} className="font-mono text-ink">
        {part}
      </code>
    ) : (
      part
    ),
  );
}
