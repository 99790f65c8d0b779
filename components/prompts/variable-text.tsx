import { cutVariables } from "@/lib/conversations/variables";

/** A prompt's text with its variables set off. */
export function VariableText({ text }: { text: string }) {
  "use memo";
  return cutVariables(text).map((part, index) =>
    part.isVariable ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other identity
      <mark key={index} className="rounded-[3px] bg-accent-soft text-accent-text">
        {part.text}
      </mark>
    ) : (
      part.text
    ),
  );
}
