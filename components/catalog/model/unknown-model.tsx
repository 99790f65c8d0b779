"use client";

import { useQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { Page } from "@/components/ui/page";
import { catalogQuery } from "../queries";
import { ModelLink } from "./gone-notice";
import { suggestions } from "./suggestions";

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
