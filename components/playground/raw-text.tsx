import { revealHidden } from "@/lib/core/reveal-hidden";

type Props = { text: string /** What stands there when it is empty. */; empty: string };

/** Characters; more would only be scrolled past. */
const LONGEST = 50_000;
const LOOK = "max-h-72 overflow-auto px-3 pt-1 pb-2 font-mono text-xs whitespace-pre-wrap wrap-anywhere";

/** Foreign text as it is, in a box of its own. */
export function RawText({ text, empty }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <pre tabIndex={0} className={LOOK}>
      {revealHidden(text.slice(0, LONGEST)) || <span className="text-muted">{empty}</span>}
      {text.length > LONGEST && "…"}
    </pre>
  );
}
