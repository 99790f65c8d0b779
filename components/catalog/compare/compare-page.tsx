"use client";

import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft, MessageSquare, Plus } from "lucide-react";
import { Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { lazy } from "@/components/ui/lazy";
import { LinkButton } from "@/components/ui/link-button";
import { Page } from "@/components/ui/page";
import { QueryPanel } from "@/components/ui/query-panel";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import type { CatalogResponse } from "@/lib/catalog/api";
import { findModel } from "@/lib/catalog/find-model";
import { estimateCost } from "@/lib/catalog/pricing";
import { endpointsQuery } from "../endpoint-queries";
import { catalogQuery } from "../queries";
import { MOST_COMPARED } from "../table/search-params";
import { usageQuery } from "../usage-queries";
import { CompareTable } from "./compare-table";
import { Missing } from "./missing";

const ModelPicker = lazy(() => import("../model-picker"));

type Props = {
  ids: readonly string[];
  /** Whether only lines are shown in which the models differ. */
  differences: boolean;
  onDifferences: (on: boolean) => void;
  /** With none, the whole list is shown again. */
  onChange: (ids: readonly string[]) => void;
  onBack: () => void;
};

/** Two to five models side by side. */
export default function ComparePage({ ids, differences, onDifferences, onChange, onBack }: Props) {
  const query = useQuery(catalogQuery);
  const [adding, setAdding] = useState(false);
  const listed = ids.filter((id) => query.data && findModel(query.data.models, id));
  return (
    <Page
      title="Compare models"
      filters={
        <>
          <Button look="ghost" onClick={onBack}>
            <ArrowLeft aria-hidden /> All models
          </Button>
          <Chip on={differences} onToggle={() => onDifferences(!differences)}>
            Only differences
          </Chip>
        </>
      }
      action={
        <>
          {ids.length < MOST_COMPARED && (
            <Button onClick={() => setAdding(true)} aria-haspopup="dialog">
              <Plus aria-hidden /> <span className="max-sm:sr-only">Add model</span>
            </Button>
          )}
          {listed.length > 0 && (
            <LinkButton look="primary" href={`/?models=${listed.map(encodeURIComponent).join(",")}`}>
              <MessageSquare aria-hidden /> {chatWith(listed.length)}
            </LinkButton>
          )}
        </>
      }
    >
      <QueryPanel query={query} skeleton={<SkeletonRows rows={16} className="pt-2" />}>
        {(catalog) => (
          <>
            <Missing ids={ids} catalog={catalog} onChange={onChange} />
            {listed.length > 0 && (
              <Loaded
                ids={listed}
                all={ids}
                catalog={catalog}
                differences={differences}
                onChange={onChange}
              />
            )}
            {listed.length === 1 && <p className="py-4 text-muted">Add another model to compare it with.</p>}
          </>
        )}
      </QueryPanel>
      {adding && (
        <Suspense>
          <ModelPicker
            chosen={null}
            onClose={() => setAdding(false)}
            onChoose={(id) => {
              setAdding(false);
              onChange([...new Set([...ids, id])].slice(0, MOST_COMPARED));
            }}
          />
        </Suspense>
      )}
    </Page>
  );
}

const chatWith = (count: number): string =>
  count === 1 ? "Chat" : count === 2 ? "Chat with both" : `Chat with all ${count}`;

type LoadedProps = {
  ids: readonly string[];
  all: readonly string[];
  catalog: CatalogResponse;
  differences: boolean;
  onChange: (ids: readonly string[]) => void;
};

function Loaded({ ids, all, catalog, differences, onChange }: LoadedProps) {
  const usage = useQuery(usageQuery).data;
  const at = new Date(useQueryClient().getQueryState(catalogQuery.queryKey)?.dataUpdatedAt ?? 0);
  const models = ids.flatMap((id) => findModel(catalog.models, id) ?? []);
  const endpoints = useQueries({ queries: models.map(({ id }) => endpointsQuery(id)) });
  const compared = models.map((model, index) => ({
    model,
    own: usage?.models.find((own) => own.model === model.id) ?? null,
    average: usage
      ? estimateCost(model, {
          promptTokens: usage.average.promptTokens,
          completionTokens: usage.average.completionTokens,
          at,
        })
      : null,
    endpoints: endpoints[index]?.data?.endpoints ?? null,
  }));
  return (
    <>
      <CompareTable
        models={compared}
        differences={differences}
        onRemove={(removed) => onChange(all.filter((id) => findModel(catalog.models, id)?.id !== removed))}
      />
      {endpoints.some(({ isError }) => isError) && (
        <p role="status" className="pt-3 text-xs text-warn">
          OpenRouter did not say who serves some of them.
        </p>
      )}
    </>
  );
}
