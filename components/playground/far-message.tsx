import { revealHidden } from "@/lib/core/reveal-hidden";

type Props = {
  /** The name of an answer; null of a question. */
  label: string | null;
  text: string;
};

/** A message far from what is in view: its words alone. Thousands of them weigh little. */
export function FarMessage({ label, text }: Props) {
  "use memo";
  const words = revealHidden(text);
  if (label !== null) {
    return (
      <article aria-label={label} className="py-4">
        <p className="text-base whitespace-pre-wrap wrap-anywhere">{words}</p>
      </article>
    );
  }
  return (
    <div className="flex flex-col items-end pt-3 pb-8">
      <h2 className="sr-only">You</h2>
      <p className="max-w-[85%] rounded-box bg-hover px-3.5 py-2 text-base leading-6 whitespace-pre-wrap wrap-anywhere">
        {words}
      </p>
    </div>
  );
}
