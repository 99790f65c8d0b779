"use client";

import { Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { lazy } from "@/components/ui/lazy";

const ModelPicker = lazy(() => import("@/components/catalog/model-picker"));

type Props = {
  value: string | null;
  /** What holds while nothing is chosen. */
  otherwise: string;
  onChange: (model: string | null) => void;
};

/** What new conversations begin with: a model, or a route. */
export function FirstModelField({ value, otherwise, onChange }: Props) {
  const [picking, setPicking] = useState(false);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button
        aria-haspopup="dialog"
        aria-label={value === null ? "Choose a model or a route" : `Begins with ${value}`}
        onClick={() => setPicking(true)}
        className="max-w-full min-w-0"
      >
        <span className={value === null ? "" : "truncate font-mono text-xs"}>
          {value ?? "Choose a model or a route"}
        </span>
      </Button>
      {value === null ? (
        <span className="text-xs text-muted">{otherwise}</span>
      ) : (
        <Button look="ghost" onClick={() => onChange(null)}>
          Clear
        </Button>
      )}
      <Suspense>
        {picking && (
          <ModelPicker
            routes
            chosen={value}
            onChoose={(model) => {
              setPicking(false);
              onChange(model);
            }}
            onClose={() => setPicking(false)}
          />
        )}
      </Suspense>
    </div>
  );
}
