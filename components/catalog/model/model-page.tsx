"use client";

import { useQuery } from "@tanstack/react-query";
import { Code, GitCompareArrows, MessageSquare } from "lucide-react";
import { CopyButton } from "@/components/ui/copy-button";
import { LinkButton } from "@/components/ui/link-button";
import { Page } from "@/components/ui/page";
import { QueryPanel } from "@/components/ui/query-panel";
import type { ModelDetails } from "@/lib/catalog/details-api";
import { writesText } from "@/lib/catalog/filters";
import { describeFailure } from "@/lib/core/failure";
import { modelQuery } from "../model-queries";
import { chatId } from "./chat-id";
import { ModelBody } from "./model-body";
import { ModelSkeleton } from "./model-skeleton";
import { UnknownModel } from "./unknown-model";

/** Everything known of one model; `id` as it would be asked for, variants included. */
export function ModelPage({ id }: { id: string }) {
  const query = useQuery(modelQuery(id));
  const details = query.data;
  if (!details && query.error && describeFailure(query.error).code === "not_found")
    return <UnknownModel id={id} />;
  return (
    <Page
      title={details?.model.name ?? id}
      filters={
        <span className="min-w-0 max-sm:hidden">
          <Id id={id} />
        </span>
      }
      action={details && <Actions id={id} details={details} />}
    >
      <QueryPanel query={query} skeleton={<ModelSkeleton />}>
        {(loaded) => (
          <>
            <p className="pt-2 sm:hidden">
              <Id id={id} />
            </p>
            <ModelBody id={id} details={loaded} />
          </>
        )}
      </QueryPanel>
    </Page>
  );
}

const Id = ({ id }: { id: string }) => (
  <span className="flex min-w-0 items-center gap-0.5 font-mono text-xs text-muted">
    <span className="truncate">{id}</span>
    <CopyButton text={id} label="Copy the id" />
  </span>
);

function Actions({ id, details: { model, goneAt } }: { id: string; details: ModelDetails }) {
  if (goneAt !== null) return null;
  const canChat = model.kind !== "batch" && writesText(model);
  return (
    <>
      {model.kind !== "batch" && (
        <LinkButton href="#code">
          <Code aria-hidden /> <span className="max-sm:sr-only">Use in code</span>
        </LinkButton>
      )}
      <LinkButton href={`/models?compare=${encodeURIComponent(model.id)}`}>
        <GitCompareArrows aria-hidden /> <span className="max-sm:sr-only">Compare</span>
      </LinkButton>
      {canChat && (
        <LinkButton look="primary" href={`/?models=${encodeURIComponent(chatId(id, model.id))}`}>
          <MessageSquare aria-hidden /> Chat
        </LinkButton>
      )}
    </>
  );
}
