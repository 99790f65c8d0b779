"use client";

import { useId } from "react";
import { SwitchMark } from "@/components/ui/switch";
import { VARIANT_SENTENCES, type VariantChoice } from "@/lib/catalog/variants";

type Props = { choices: readonly VariantChoice[]; onId: (id: string) => void };

/** The variants of a model as switches, each with what it does. */
export function VariantSwitches({ choices, onId }: Props) {
  "use memo";
  const name = useId();
  return (
    <ul className="space-y-2">
      {choices.map(({ variant, on, id }) => (
        <li key={variant}>
          <button
            type="button"
            role="switch"
            aria-checked={on}
            aria-labelledby={`${name}-${variant}`}
            aria-describedby={`${name}-${variant}-does`}
            onClick={() => onId(id)}
            className="group flex w-full items-start gap-2.5 text-left touch:min-h-11"
          >
            <SwitchMark on={on} />
            <span>
              <span id={`${name}-${variant}`} className="font-mono">
                :{variant}
              </span>{" "}
              <span id={`${name}-${variant}-does`} className="text-muted">
                {VARIANT_SENTENCES[variant]}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
