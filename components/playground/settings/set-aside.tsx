import { labelOf } from "@/components/routing/parameter-list";
import { valueAt } from "@/components/routing/parameter-path";
import { Button } from "@/components/ui/button";
import type { CatalogModel } from "@/lib/catalog/model";
import type { Untaken } from "@/lib/catalog/taken-parameters";
import { revealHidden } from "@/lib/core/reveal-hidden";
import { fieldlessPaths } from "./fieldless";

type Props = {
  /** In the order of asking. */
  chain: readonly string[];
  row: CatalogModel | null;
  parameters: Readonly<Record<string, unknown>>;
  untaken: readonly Untaken[];
  /** Takes out what stands at a path. */
  onRemove: (path: string) => void;
};

/** What is set and cannot be seen among the fields: what is not sent, since the model does not take it, and what is. */
export function SetAside({ chain, row, parameters, untaken, onRemove }: Props) {
  const fieldless = fieldlessPaths(row, parameters, untaken);
  const sectionOf = (title: string, sentence: string, settings: readonly { path: string; why: string }[]) =>
    settings.length > 0 && (
      <section
        aria-label={title}
        className="mt-3 rounded-box border border-line bg-sunken px-3.5 py-2.5 text-xs"
      >
        <h3>{title}</h3>
        <p className="text-muted">{sentence}</p>
        <ul className="pt-1">
          {settings.map(({ path, why }) => (
            <li key={path} className="flex items-center gap-3 py-0.5">
              <span className="min-w-0 flex-1">
                {labelOf(path)}
                {why}
                <bdi className="block truncate font-mono text-muted">
                  {written(valueAt(parameters, path))}
                </bdi>
              </span>
              <Button size="sm" aria-label={`Remove ${labelOf(path)}`} onClick={() => onRemove(path)}>
                Remove
              </Button>
            </li>
          ))}
        </ul>
      </section>
    );
  return (
    <>
      {sectionOf(
        "Kept, not sent",
        chain.length > 1
          ? "No model of the chain takes these. They are sent again once one does."
          : `${chain[0]} does not take these. They are sent again once a model does.`,
        untaken.map(({ path, because }) => ({ path, why: ` ${because}` })),
      )}
      {sectionOf(
        "Sent without a field here",
        "These are set and sent, though they cannot be changed here.",
        fieldless.map((path) => ({ path, why: "" })),
      )}
    </>
  );
}

const LONGEST = 200;

/** A value in one line, with whatever would hide in it. */
function written(value: unknown): string {
  const text = JSON.stringify(value) ?? "";
  return revealHidden(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}
