"use client";

import { ChevronDown } from "lucide-react";
import { useQueryStates } from "nuqs";
import { type ReactNode, Suspense, useState } from "react";
import { OverrideSwitch } from "@/components/routing/override-switch";
import { Button } from "@/components/ui/button";
import { lazy } from "@/components/ui/lazy";
import { Tabs } from "@/components/ui/tabs";
import type { CatalogModel } from "@/lib/catalog/model";
import { settingsRow } from "@/lib/catalog/settings-row";
import { type Spec, withOverride, withSetting } from "./edit-spec";
import { RouteDefaults } from "./route-defaults";
import { RouteProviders } from "./route-providers";
import { routeParams, SETTINGS } from "./search-params";

const FormatSection = lazy(() => import("@/components/routing/format-section"));
const PluginsSection = lazy(() => import("@/components/routing/plugins-section"));
const ToolsSection = lazy(() => import("@/components/routing/tools-section"));

type Props = {
  spec: Spec;
  /** Of the arm that is in sight. */
  chain: readonly string[];
  models: readonly CatalogModel[];
  onEdit: (change: (before: Spec) => Spec) => void;
};

const LABELS = {
  providers: "Providers",
  parameters: "Parameters",
  format: "Format",
  tools: "Tools",
  plugins: "Plugins",
} as const;

/** What is sent along with every request, and what of it callers may change. The same for all arms. */
export function RouteSettings({ spec, chain, models, onEdit }: Props) {
  const [{ settings: tab }, setParams] = useQueryStates(routeParams);
  /** On a small screen they stand above the rest of the page, which would be far away below them. */
  const [open, setOpen] = useState(false);
  const every = [...new Set(spec.arms.flatMap((arm) => arm.models))];
  const shared = {
    parameters: spec.parameters,
    row: settingsRow(models, every),
    onParameter: (name: string, value: unknown) => onEdit((before) => withSetting(before, name, value)),
  };
  const lockOf = (about: string, ...names: string[]): ReactNode => (
    <OverrideSwitch
      about={about}
      may={!names.some((name) => spec.locked.includes(name))}
      onMay={(may) => onEdit((before) => withOverride(before, names, may))}
    />
  );
  const sections: Record<(typeof SETTINGS)[number], () => ReactNode> = {
    providers: () => (
      <RouteProviders
        chain={chain}
        every={every}
        parameters={spec.parameters}
        lock={lockOf("provider preferences", "provider")}
        onPreferences={(next) => shared.onParameter("provider", next)}
      />
    ),
    parameters: () => (
      <RouteDefaults
        {...shared}
        spec={spec}
        lockOf={lockOf}
        onSystem={(system) => onEdit((before) => ({ ...before, system }))}
      />
    ),
    format: () => (
      <>
        <Head lock={lockOf("the format", "response_format")}>What the answer has to look like</Head>
        <FormatSection {...shared} />
      </>
    ),
    tools: () => (
      <>
        <Head lock={lockOf("the tools", "tools", "tool_choice", "parallel_tool_calls")}>
          What the model may call; programs answer for it
        </Head>
        <ToolsSection {...shared} />
      </>
    ),
    plugins: () => (
      <>
        <Head lock={lockOf("the plugins", "plugins")}>What OpenRouter does around the answer</Head>
        <PluginsSection {...shared} />
      </>
    ),
  };
  return (
    <section
      aria-label="Settings"
      className="min-w-0 py-2 max-xl:border-t max-xl:border-line xl:col-start-2 xl:row-span-2 xl:row-start-1 xl:border-l xl:border-line xl:pl-6"
    >
      <Button
        look="ghost"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="-ml-3 xl:hidden [&_svg]:transition-transform aria-expanded:[&_svg]:rotate-180"
      >
        Settings: {summaryOf(spec)} <ChevronDown aria-hidden />
      </Button>
      <div className={open ? "" : "max-xl:hidden"}>
        <p className="py-2 text-xs text-muted">
          Sent when the caller does not set it. What is locked no caller can set.
        </p>
        <Tabs
          label="Settings of the route"
          value={tab}
          options={SETTINGS.map((value) => ({ value, label: LABELS[value] }))}
          onChange={(value) => void setParams({ settings: value })}
        >
          <Suspense>{sections[tab]()}</Suspense>
        </Tabs>
      </div>
    </section>
  );
}

function Head({ lock, children }: { lock: ReactNode; children: ReactNode }) {
  return (
    <div className="flex items-center justify-between gap-4 pt-3">
      <p className="text-muted">{children}</p>
      {lock}
    </div>
  );
}

function summaryOf({ system, parameters, locked }: Spec): string {
  const set = Object.keys(parameters).length + (system === null ? 0 : 1);
  return `${set === 0 ? "none" : set} set${locked.length === 0 ? "" : `, ${locked.length} locked`}`;
}
