"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { endpointsQuery } from "@/components/catalog/endpoint-queries";
import { catalogQuery } from "@/components/catalog/queries";
import type { ModelEndpoint } from "@/lib/catalog/endpoints-api";
import type { CatalogModel } from "@/lib/catalog/model";
import type { Finding } from "@/lib/routes/finding";
import { lintRoute } from "@/lib/routes/lint";
import type { Spec } from "./edit-spec";

export type World = {
  models: readonly CatalogModel[];
  /** By model, where they are known. */
  endpoints: Readonly<Record<string, readonly ModelEndpoint[]>>;
};

const NOTHING = { models: [], gone: [] };

/** What is known of the models of a route, and what is wrong with it by that. */
export function useFindings(spec: Spec): { world: World; findings: Finding[] } {
  const catalog = useQuery(catalogQuery).data ?? NOTHING;
  const models = [...new Set(spec.arms.flatMap((arm) => arm.models))];
  const answers = useQueries({ queries: models.map(endpointsQuery) });
  const endpoints = Object.fromEntries(
    models.flatMap((id, index) => {
      const known = answers[index]?.data?.endpoints;
      return known ? [[id, known] as const] : [];
    }),
  );
  // Days count here; nobody keeps a page open until it matters.
  const [now] = useState(() => new Date());
  return {
    world: { models: catalog.models, endpoints },
    findings: lintRoute(spec, { catalog, endpoints, now }),
  };
}
