import { Panel } from "@/components/ui/panel";
import { defaultParameter } from "@/lib/catalog/default-parameter";
import type { CatalogModel } from "@/lib/catalog/model";

/** The parameters that a model takes, with its own defaults where it has some. */
export function ParameterTable({ model }: { model: CatalogModel }) {
  const { supportedParameters, defaultParameters } = model;
  // A default is worth telling even where the list forgot its parameter.
  const names = [...new Set([...supportedParameters, ...Object.keys(defaultParameters)])].sort();
  return (
    <Panel title="Parameters" hint={names.length === 0 ? undefined : "that at least one provider takes"}>
      {names.length === 0 ? (
        <p className="pb-4 text-muted">OpenRouter lists none.</p>
      ) : (
        <ul
          aria-label="Parameters"
          className="grid grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-x-10 pb-5"
        >
          {names.map((name) => {
            const usual = defaultParameter(model, name);
            return (
              <li key={name} className="flex h-8 items-center justify-between gap-3 border-b border-line">
                <span className="truncate font-mono text-xs">{name}</span>
                {usual !== undefined && <span className="shrink-0 text-xs text-muted">default {usual}</span>}
              </li>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}
