"use client";

import { Badge } from "@/components/ui/badge";
import type { Route } from "@/lib/routes/routes-api";
import { isSameSpec } from "./edit-spec";
import type { RouteDraft } from "./use-route-draft";

type Props = { route: Route; draft: RouteDraft };

/** How what is seen relates to what is saved, and that to what programs get. */
export function RouteMarks({ route, draft }: Props) {
  const { publishedVersion: version, archivedAt, versions } = route;
  const published = versions.find((one) => one.version === version)?.spec;
  return (
    <p className="flex flex-wrap items-center gap-1.5">
      {archivedAt && <Badge>Archived</Badge>}
      {version === null ? <Badge>Not published</Badge> : <Badge tone="ok">v{version} published</Badge>}
      {published && !isSameSpec(draft.spec, published) && <Badge>Draft differs</Badge>}
      {draft.changed && <Badge tone="warn">Not saved</Badge>}
    </p>
  );
}
