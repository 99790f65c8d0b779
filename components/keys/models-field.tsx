"use client";

import { X } from "lucide-react";
import { Suspense } from "react";
import { Field } from "@/components/ui/field";
import { lazy } from "@/components/ui/lazy";
import { Segmented } from "@/components/ui/segmented";
import { Skeleton } from "@/components/ui/skeleton";

const ModelChecklist = lazy(() => import("./model-checklist"));
const ModelMark = lazy(() => import("./model-mark"));

type Props = {
  /** Null: every model. */
  value: readonly string[] | null;
  onChange: (value: readonly string[] | null) => void;
  tried: boolean;
};

/** As many as the server takes. */
const MOST = 200;

export function modelsProblem(models: readonly string[] | null): string | null {
  if (models?.length === 0) return "Choose at least one model, or allow every model.";
  return models && models.length > MOST ? `A key can be held to at most ${MOST} models.` : null;
}

/** Which models a key may ask for: all, or those on a list. */
export function ModelsField({ value, onChange, tried }: Props) {
  const problem = modelsProblem(value);
  const toggle = (id: string) =>
    onChange(value?.includes(id) ? value.filter((other) => other !== id) : [...(value ?? []), id]);
  return (
    <Field label="Models" hint={value === null ? "Also those that are yet to come." : null}>
      <Segmented
        label="Models"
        value={value === null ? "every" : "chosen"}
        options={[
          { value: "every", label: "Every model" },
          { value: "chosen", label: "Only certain ones" },
        ]}
        onChange={(choice) => onChange(choice === "every" ? null : [])}
      />
      {value !== null && (
        <>
          {value.length > 0 && <Chosen models={value} onRemove={toggle} />}
          {tried && problem && (
            <p role="alert" className="text-xs text-danger">
              {problem}
            </p>
          )}
          <Suspense fallback={<Skeleton className="h-64 w-full" />}>
            <ModelChecklist chosen={value} onToggle={toggle} invalid={tried && problem !== null} />
          </Suspense>
        </>
      )}
    </Field>
  );
}

function Chosen({ models, onRemove }: { models: readonly string[]; onRemove: (id: string) => void }) {
  return (
    <ul aria-label="Chosen models" className="flex max-h-24 flex-wrap gap-1.5 overflow-y-auto pt-0.5">
      {models.map((id) => (
        <li key={id} className="inline-flex items-center rounded-sm bg-accent-soft pl-2 font-mono text-xs">
          {id}
          <Suspense>
            <ModelMark models={[id]} />
          </Suspense>
          <button
            type="button"
            aria-label={`Remove ${id}`}
            onClick={() => onRemove(id)}
            className="flex size-6 items-center justify-center rounded-sm text-muted hover:text-ink touch:size-11"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        </li>
      ))}
    </ul>
  );
}
