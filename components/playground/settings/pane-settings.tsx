"use client";

import { X } from "lucide-react";
import { type ReactNode, Suspense, useState } from "react";
import { ParametersSection } from "@/components/routing/parameters-section";
import type { SectionProps } from "@/components/routing/section";
import { SystemField } from "@/components/routing/system-field";
import { Button, IconButton } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { lazy } from "@/components/ui/lazy";
import { Tabs } from "@/components/ui/tabs";
import type { CatalogModel } from "@/lib/catalog/model";
import type { Untaken } from "@/lib/catalog/taken-parameters";
import { MESSAGE_LIMIT } from "@/lib/conversations/limits";
import { chainIn } from "../chain-in";
import type { PaneState } from "../pane-state";
import type { Applied } from "./presets-section";
import { SetAside } from "./set-aside";

const FormatSection = lazy(() => import("@/components/routing/format-section"));
const RoutingSection = lazy(() => import("./routing-section"));
const PluginsSection = lazy(() => import("@/components/routing/plugins-section"));
const PresetsSection = lazy(() => import("./presets-section"));
const ToolsSection = lazy(() => import("@/components/routing/tools-section"));

type Props = Omit<SectionProps, "parameters"> & {
  name: string;
  state: PaneState;
  models: readonly CatalogModel[];
  /** What of the settings is kept and not sent. */
  untaken: readonly Untaken[];
  /** Whether what is set here is set in all panes. */
  together: boolean;
  /** Where it opens. */
  start: Tab;
  onChain: (chain: string[]) => void;
  onSystem: (system: string | null) => void;
  /** Puts settings in place of what is set. @returns what the model does not take and was left out */
  onApply: (applied: Applied) => string[];
  /** Takes out of this pane alone what stands at a path. */
  onRemove: (path: string) => void;
  onUnset: () => void;
  onClose: () => void;
};

const TABS = [
  { value: "parameters", label: "Parameters" },
  { value: "routing", label: "Routing" },
  { value: "format", label: "Format" },
  { value: "tools", label: "Tools" },
  { value: "plugins", label: "Plugins" },
  { value: "presets", label: "Presets" },
] as const;

export type Tab = (typeof TABS)[number]["value"];

/** What a pane's model is told beforehand and how it is asked: only what it supports, and nothing that is not set. */
export default function PaneSettings({ name, state, models, row, untaken, together, ...props }: Props) {
  const { system, parameters } = state;
  const [tab, setTab] = useState<Tab>(props.start);
  const close = () => {
    // What is being written is taken over as the field is left.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    props.onClose();
  };
  const chain = chainIn(state);
  const shared = { parameters, row, onParameter: props.onParameter };
  const sections: Record<Tab, ReactNode> = {
    parameters: (
      <>
        <SystemField system={system} longest={MESSAGE_LIMIT} onSystem={props.onSystem} />
        <ParametersSection {...shared} />
      </>
    ),
    routing: <RoutingSection {...shared} state={state} models={models} onChain={props.onChain} />,
    format: <FormatSection {...shared} />,
    tools: <ToolsSection {...shared} />,
    plugins: <PluginsSection {...shared} />,
    presets: <PresetsSection state={state} onApply={props.onApply} />,
  };
  return (
    <Dialog label={`Settings of ${name}`} onClose={close} className="w-[min(100%-16px,42rem)]!">
      <div className="flex h-[min(85dvh,46rem)] flex-col">
        <div className="flex items-center gap-3 py-2 pr-2 pl-5">
          <h2 className="min-w-0 truncate font-medium">
            Settings of <span className="font-mono text-xs">{name}</span>
          </h2>
          <span className="ml-auto" />
          {Object.keys(parameters).length > 0 && (
            <Button size="sm" onClick={props.onUnset}>
              Unset all
            </Button>
          )}
          <IconButton label="Close" onClick={close}>
            <X aria-hidden />
          </IconButton>
        </div>
        <Tabs label="Settings" value={tab} options={TABS} onChange={setTab} fills>
          <div className="px-5 pb-5">
            {together && (
              <p className="pt-3 text-xs text-muted">
                Sync is on: what is set here is set for every model beside it that supports it.
              </p>
            )}
            {models.length > 0 && (
              <SetAside {...{ chain, row, parameters, untaken }} onRemove={props.onRemove} />
            )}
            <Suspense>{sections[tab]}</Suspense>
          </div>
        </Tabs>
      </div>
    </Dialog>
  );
}
