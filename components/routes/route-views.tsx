"use client";

import { useQueryStates } from "nuqs";
import { type ReactNode, Suspense } from "react";
import { lazy } from "@/components/ui/lazy";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import type { Hop } from "@/lib/ledger/hops";
import type { Route } from "@/lib/routes/routes-api";
import type { Arm } from "./edit-spec";
import { routeParams, VIEWS } from "./search-params";
import type { World } from "./use-findings";
import type { RouteDraft } from "./use-route-draft";

const BreakView = lazy(() => import("./break-view"));
const CodeView = lazy(() => import("./code-view"));
const ForecastView = lazy(() => import("./forecast-view"));
const NamesView = lazy(() => import("./names-view"));
const RequestView = lazy(() => import("./request-view"));
const TryView = lazy(() => import("./try-view"));
const VersionsView = lazy(() => import("./versions-view"));

type Props = {
  route: Route;
  draft: RouteDraft;
  /** The arm that is in sight. */
  arm: Arm;
  world: World;
  /** Puts another arm in sight, with its hops as they are lit. */
  onArm: (name: string) => void;
  /** Shows at the hops what became of them. */
  onLit: (hops: readonly Hop[] | null) => void;
};

const LABELS: Record<(typeof VIEWS)[number], string> = {
  request: "Request",
  code: "Code",
  try: "Try it",
  break: "Break it",
  forecast: "Forecast",
  versions: "Versions",
  names: "Names and use",
};

/** What comes of a route: what is sent, what it will do, what it did, and what it was. */
export function RouteViews({ route, draft, arm, world, onArm, onLit }: Props) {
  const [{ view }, setParams] = useQueryStates(routeParams);
  const { spec } = draft;
  const views: Record<(typeof VIEWS)[number], () => ReactNode> = {
    request: () => <RequestView spec={spec} arm={arm} onReplace={draft.replace} />,
    code: () => <CodeView name={route.name} spec={spec} arm={arm} />,
    try: () => <TryView {...{ route, spec, arm, onArm, onLit }} />,
    break: () => (
      <BreakView
        // Faults are chosen for the hops of one chain.
        key={arm.models.join()}
        {...{ route, spec, arm, world, onLit }}
      />
    ),
    // What is supposed of one chain has nothing to do with another's.
    forecast: () => <ForecastView key={arm.name} spec={spec} arm={arm} world={world} />,
    versions: () => <VersionsView route={route} draft={draft} />,
    names: () => <NamesView route={route} />,
  };
  return (
    <section aria-label="Results" className="min-w-0 pt-2">
      <Tabs
        label="About the route"
        value={view}
        options={VIEWS.map((value) => ({ value, label: LABELS[value] }))}
        onChange={(next) => void setParams({ view: next })}
      >
        <Suspense fallback={<Skeleton className="mt-4 h-64 w-full" />}>{views[view]()}</Suspense>
      </Tabs>
    </section>
  );
}
