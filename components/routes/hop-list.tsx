"use client";

import { Plus } from "lucide-react";
import { Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { lazy } from "@/components/ui/lazy";
import { moved } from "@/components/ui/moved";
import { SortableList } from "@/components/ui/sortable-list";
import { showToast } from "@/components/ui/toast";
import type { Hop } from "@/lib/ledger/hops";
import type { Finding } from "@/lib/routes/finding";
import { MOST_HOPS } from "./edit-spec";
import { FindingList } from "./finding-list";
import { HopCable, OpenJack, Plug } from "./hop-cable";
import { hopKeys } from "./hop-keys";
import { HopRow } from "./hop-row";
import type { World } from "./use-findings";

const ModelPicker = lazy(() => import("@/components/catalog/model-picker"));

type Props = {
  /** What programs ask for. */
  id: string;
  models: readonly string[];
  /** Of this chain. */
  findings: readonly Finding[];
  world: World;
  /** What became of each hop when it was last asked here. */
  lit: readonly Hop[] | null;
  onModels: (change: (before: readonly string[]) => string[]) => void;
};

/** The chain of an arm: hops joined by a cable, tried from the top. */
export function HopList({ id, models, findings, world, lit, onModels }: Props) {
  /** The place that a model is being chosen for; the end for a further one. */
  const [picking, setPicking] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const isFull = models.length >= MOST_HOPS;
  const litAt = (at: number) => (lit?.[at]?.model === models[at] ? (lit?.[at] ?? null) : null);
  const put = (at: number, model: string) => {
    setPicking(null);
    if (models.toSpliced(at, 1).includes(model)) return setProblem(`${model} is in the chain already.`);
    setProblem(null);
    onModels((before) => before.toSpliced(at, 1, model));
  };
  const remove = (at: number) => {
    const model = models[at];
    if (model === undefined) return;
    onModels((before) => before.filter((other) => other !== model));
    showToast({
      text: `Removed ${model} from the chain.`,
      action: {
        label: "Undo",
        undoes: true,
        act: () =>
          onModels((before) =>
            before.includes(model) || before.length >= MOST_HOPS
              ? [...before]
              : before.toSpliced(at, 0, model),
          ),
      },
    });
  };
  return (
    <>
      <p className="relative pt-2.5 pb-2 pl-9 leading-5 text-muted">
        <Plug />
        <code className="font-mono text-xs break-all text-ink">{id}</code> asks, from the top
      </p>
      <SortableList
        label="Models in the order in which they are asked"
        names={models}
        keys={hopKeys(models)}
        onMove={(from, to) => onModels((before) => moved(before, from, to))}
        onRemove={models.length > 1 ? remove : null}
        lead={(at) => (
          <HopCable
            outcome={litAt(at)?.outcome ?? null}
            leads={at < models.length - 1 ? "hop" : isFull ? null : "open"}
          />
        )}
      >
        {(at) => (
          <HopRow
            number={at + 1}
            model={models[at] ?? ""}
            findings={findings.filter(({ hop }) => hop === at)}
            world={world}
            lit={litAt(at)}
            onReplace={() => setPicking(at)}
            onModel={(model) => put(at, model)}
          />
        )}
      </SortableList>
      <div className="relative flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5 pl-9">
        {!isFull && <OpenJack />}
        <Button
          size="sm"
          // Disabled it would drop the focus that comes back from the picker.
          aria-disabled={isFull}
          aria-haspopup="dialog"
          onClick={() => !isFull && setPicking(models.length)}
          className={isFull ? "opacity-50" : ""}
        >
          <Plus aria-hidden /> Add a hop
        </Button>
        <span className="text-xs text-muted">
          {isFull
            ? `OpenRouter takes ${MOST_HOPS} models at most; remove one to add another.`
            : `${models.length} of ${MOST_HOPS}`}
        </span>
      </div>
      {problem && (
        <p role="alert" className="pl-9 text-xs text-danger">
          {problem}
        </p>
      )}
      <FindingList label="About the chain" findings={findings.filter(({ hop }) => hop === null)} />
      <Suspense>
        {picking !== null && (
          <ModelPicker
            chosen={models[picking] ?? null}
            onChoose={(model) => put(picking, model)}
            onClose={() => setPicking(null)}
          />
        )}
      </Suspense>
    </>
  );
}
