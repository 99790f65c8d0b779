"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type ReactNode, Suspense, useState } from "react";
import { catalogQuery } from "@/components/catalog/queries";
import { labelOf } from "@/components/routing/parameter-list";
import { Button } from "@/components/ui/button";
import { lazy } from "@/components/ui/lazy";
import { moved } from "@/components/ui/moved";
import { SortableList } from "@/components/ui/sortable-list";
import { findModel } from "@/lib/catalog/find-model";
import { hopWarnings } from "@/lib/catalog/hop-warnings";
import { pricesOf } from "@/lib/catalog/model-prices";
import { untakenParameters } from "@/lib/catalog/taken-parameters";
import { formatContext } from "@/lib/core/format";
import { MOST_FALLBACKS } from "@/lib/routing/preferences";

const ModelPicker = lazy(() => import("@/components/catalog/model-picker"));

type Props = {
  /** In the order of asking; empty before a model is chosen. */
  chain: readonly string[];
  /** What is sent to them. */
  parameters: Readonly<Record<string, unknown>>;
  onChain: (chain: string[]) => void;
  /** What else can be done with the chain. */
  children?: ReactNode;
};

/** The models that are asked one after the other until one answers. */
export function ChainEditor({ chain, parameters, onChain, children }: Props) {
  const models = useQuery(catalogQuery).data?.models ?? null;
  const [picking, setPicking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const first = models && chain[0] !== undefined ? findModel(models, chain[0]) : null;
  const isFull = chain.length > MOST_FALLBACKS;
  const add = (model: string) => {
    setPicking(false);
    if (chain.includes(model)) return setProblem(`${model} is in the chain already.`);
    setProblem(null);
    onChain([...chain, model]);
  };
  return (
    <section aria-label="Chain" className="space-y-1 py-4">
      <h3>Chain</h3>
      <p className="text-xs text-muted">
        When a model fails, OpenRouter asks the next one. This chain is the pane's own, in step or not.
      </p>
      <SortableList
        label="Models in the order in which they are asked"
        names={chain}
        onMove={(from, to) => onChain(moved(chain, from, to))}
        onRemove={chain.length > 1 ? (index) => onChain(chain.toSpliced(index, 1)) : null}
      >
        {(index) => {
          const id = chain[index] ?? "";
          const row = models && findModel(models, id);
          const untaken = models ? untakenParameters(models, [id], parameters) : [];
          const warnings = models ? hopWarnings(id, first, models) : [];
          if (untaken.length > 0)
            warnings.push(`Does not take ${untaken.map(({ path }) => labelOf(path)).join(", ")}.`);
          return (
            <>
              <p className="flex min-w-0 flex-wrap items-baseline gap-x-2 pt-1 leading-5">
                <span aria-hidden className="w-3 text-right text-xs text-faint tabular-nums">
                  {index + 1}
                </span>
                <span className="min-w-0 font-mono text-xs break-all">{id}</span>
                {row && (
                  <span className="text-xs text-muted tabular-nums max-sm:pl-5">
                    {formatContext(row.contextLength)} · {pricesOf(row)}
                  </span>
                )}
              </p>
              {warnings.length > 0 && <p className="pl-5 text-xs text-warn">{warnings.join(" ")}</p>}
            </>
          );
        }}
      </SortableList>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 pt-1">
        <Button
          size="sm"
          // Disabled it would drop the focus that comes back from the picker.
          aria-disabled={isFull || chain.length === 0}
          aria-haspopup="dialog"
          onClick={() => !isFull && chain.length > 0 && setPicking(true)}
          className={isFull ? "opacity-50" : ""}
        >
          <Plus aria-hidden /> Add a fallback
        </Button>
        {children}
        {isFull && (
          <span className="text-xs text-muted">
            OpenRouter takes {MOST_FALLBACKS} fallbacks at most; remove one to add another.
          </span>
        )}
      </div>
      {problem && (
        <p role="alert" className="text-xs text-danger">
          {problem}
        </p>
      )}
      <Suspense>
        {picking && <ModelPicker chosen={null} onChoose={add} onClose={() => setPicking(false)} />}
      </Suspense>
    </section>
  );
}
