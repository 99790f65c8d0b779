"use client";

import { useQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { Page } from "@/components/ui/page";
import { listingOf } from "@/lib/catalog/listing";
import type { CatalogModel } from "@/lib/catalog/model";
import { nearestModels } from "@/lib/catalog/nearest-models";
import { rankModels } from "@/lib/catalog/search";
import { catalogQuery } from "../queries";
import { ModelLink } from "./gone-notice";

/** Nothing is known under this id: what is most like it. */
export function UnknownModel({ id }: { id: string }) {
  const models = useQuery(catalogQuery).data?.models ?? [];
  const near = suggestions(id, models);
  return (
    <Page title="Unknown model">
      <Empty
        icon={<SearchX aria-hidden />}
        title="There is no such model"
        action={<LinkButton href="/models">All models</LinkButton>}
      >
        <p>
          OpenRouter lists nothing under <span className="font-mono text-xs wrap-anywhere">{id}</span>, and
          this Patchbay has never seen it.
        </p>
        {near.length > 0 && (
          <>
            <p className="mt-3">Nearest to it:</p>
            <ul className="space-y-1 pt-1">
              {near.map((one) => (
                <li key={one}>
                  <ModelLink id={one} />
                </li>
              ))}
            </ul>
          </>
        )}
      </Empty>
    </Page>
  );
}

const MOST = 3;

/** By likeness of the names, then whatever a search for the name finds. */
function suggestions(id: string, models: readonly CatalogModel[]): string[] {
  const alike = nearestModels({ id }, models, MOST);
  const slug = id.slice(id.indexOf("/") + 1);
  const found = rankModels(listingOf(models), slug, new Map()).map(({ model }) => model);
  return [...new Set([...alike, ...found].map((model) => model.id))].slice(0, MOST);
}
