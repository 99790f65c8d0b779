"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { parametersOf } from "@/components/routing/parameter-list";
import { ParametersSection } from "@/components/routing/parameters-section";
import type { SectionProps } from "@/components/routing/section";
import { SystemField } from "@/components/routing/system-field";
import { IconButton } from "@/components/ui/button";
import { LONGEST_SYSTEM, type Spec } from "./edit-spec";

type Props = SectionProps & {
  spec: Spec;
  lockOf: (about: string, name: string) => ReactNode;
  onSystem: (system: string | null) => void;
};

/** These have a place of their own. */
const ELSEWHERE = ["provider", "response_format", "tools", "tool_choice", "parallel_tool_calls", "plugins"];

/** The instructions and settings that callers get unless they bring their own. */
export function RouteDefaults({ spec, lockOf, onSystem, ...shared }: Props) {
  const { parameters, row, onParameter } = shared;
  const shown = (row ? parametersOf(row) : []).map(({ name, label }) => ({ path: name, label }));
  const tops = shown.map(({ path }) => topOf(path));
  const others = [...new Set([...Object.keys(parameters), ...spec.locked])].filter(
    (name) => name !== "system" && !tops.includes(name) && !ELSEWHERE.includes(name),
  );
  return (
    <>
      <SystemField
        system={spec.system}
        longest={LONGEST_SYSTEM}
        onSystem={onSystem}
        aside={lockOf("the system prompt", "system")}
      />
      <ParametersSection
        {...shared}
        aside={(path) => {
          const at = shown.findIndex((one) => one.path === path);
          const top = topOf(path);
          // What is set in several fields is locked as one.
          if (tops.indexOf(top) !== at) return <span className="w-8 shrink-0 max-sm:hidden" />;
          return lockOf(top === path ? (shown[at]?.label ?? top) : top, top);
        }}
      />
      {others.length > 0 && (
        <section aria-label="Also set" className="border-t border-line py-3">
          <h3>Also set</h3>
          <ul className="divide-y divide-line">
            {others.map((name) => (
              <li key={name} className="flex items-center gap-2 py-1.5">
                <span className="min-w-0 flex-1 font-mono text-xs wrap-anywhere">
                  {name}
                  {name in parameters && (
                    <span className="text-muted"> {JSON.stringify(parameters[name]).slice(0, 200)}</span>
                  )}
                </span>
                {name in parameters && (
                  <IconButton size="icon-sm" label={`Unset ${name}`} onClick={() => onParameter(name, null)}>
                    <X aria-hidden />
                  </IconButton>
                )}
                {lockOf(name, name)}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

const topOf = (path: string): string => path.split(".")[0] ?? path;
