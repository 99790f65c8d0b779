"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { CallSnippets } from "@/components/ui/call-snippets";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import type { ModelDetails } from "@/lib/catalog/details-api";
import { aliasTarget } from "@/lib/catalog/listing";
import { modelPath } from "@/lib/catalog/model-path";
import { priceMoves } from "@/lib/catalog/price-move";
import { variantChoices } from "@/lib/catalog/variants";
import { formatContext } from "@/lib/core/format";
import { formatDay } from "@/lib/core/format-instant";
import { ChangeTable } from "../changes/change-table";
import { Notices } from "../model-notices";
import { PricePerMillion, priceWord } from "../model-price";
import { PriceAge } from "../price-age";
import { PriceList } from "../price-list";
import { catalogQuery } from "../queries";
import { VariantSwitches } from "../variant-switches";
import { chatId } from "./chat-id";
import { EndpointTable } from "./endpoint-table";
import { GoneNotice, NearestModels } from "./gone-notice";
import { ModelAbout } from "./model-about";
import { OwnPanel } from "./own-panel";
import { ParameterTable } from "./parameter-table";
import { PriceHistory } from "./price-history";

/** The parts of a model's page, the telling ones first. */
export function ModelBody({ id, details }: { id: string; details: ModelDetails }) {
  const { model, goneAt, changes } = details;
  const catalog = useQuery(catalogQuery).data;
  const router = useRouter();
  const before = goneAt === null ? catalog?.repriced[model.id]?.before : undefined;
  const choices = catalog && goneAt === null ? variantChoices(catalog.models, id) : [];
  const hasProviders = goneAt === null && model.kind !== "router" && model.kind !== "batch";
  return (
    <>
      <div className="max-w-200 space-y-2 pt-4 text-sm empty:hidden">
        {goneAt !== null && <GoneNotice at={goneAt} nearest={details.nearest} />}
        {goneAt === null && (
          <Notices model={model} target={catalog ? aliasTarget(catalog.models, model) : null} />
        )}
        {goneAt === null && model.expiresOn !== null && <NearestModels ids={details.nearest} />}
      </div>
      <Figures details={details} before={before} />
      <div className="grid gap-x-10 xl:grid-cols-[1fr_26rem]">
        <div className="min-w-0">
          <ModelAbout details={details} />
          <ParameterTable model={model} />
        </div>
        <div className="min-w-0">
          <Panel title="Price" action={goneAt === null && <PriceAge />}>
            <div className="pb-5">
              <PriceList model={model} before={before} />
            </div>
          </Panel>
          <OwnPanel details={details} />
        </div>
      </div>
      {hasProviders && <EndpointTable model={model.id} />}
      <div className="mt-4 grid gap-x-10 xl:grid-cols-2">
        <div className="min-w-0">
          <PriceHistory details={details} />
          {choices.length > 0 && (
            <Panel title="Variants">
              <div className="max-w-160 pb-5">
                <VariantSwitches
                  choices={choices}
                  onId={(next) => router.push(`/models/${modelPath(next)}`)}
                />
              </div>
            </Panel>
          )}
        </div>
        <div className="min-w-0">
          {goneAt === null && model.kind !== "batch" && (
            <Panel
              id="code"
              title="Use in code"
              hint="with a virtual key of yours"
              action={
                <LinkButton size="sm" look="ghost" href="/keys">
                  Keys
                </LinkButton>
              }
            >
              <CallSnippets apiKey="pb-v1-…" model={chatId(id, model.id)} />
            </Panel>
          )}
        </div>
      </div>
      {changes.length > 0 && (
        <Panel title="Changes" className="mt-4">
          <ChangeTable changes={changes} withModel={false} />
        </Panel>
      )}
    </>
  );
}

type FiguresProps = {
  details: ModelDetails;
  before: ModelDetails["priceHistory"][number]["pricing"] | undefined;
};

function Figures({ details: { model }, before }: FiguresProps) {
  const word = priceWord(model);
  const moves = before ? priceMoves(model.prices, before.prices) : {};
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-5 py-5 sm:flex sm:flex-wrap sm:gap-x-12">
      {word ? (
        <Figure name="Price">{word}</Figure>
      ) : (
        <>
          <Figure name="Input /M tokens">
            <PricePerMillion price={model.prices.prompt} move={moves.prompt} />
          </Figure>
          <Figure name="Output /M tokens">
            <PricePerMillion price={model.prices.completion} move={moves.completion} />
          </Figure>
        </>
      )}
      <Figure name="Context">{formatContext(model.contextLength)}</Figure>
      <Figure name="Longest answer">{formatContext(model.maxCompletionTokens)}</Figure>
      {model.knowledgeCutoff !== null && (
        <Figure name="Knows until">{formatDay(model.knowledgeCutoff)}</Figure>
      )}
      {model.created !== null && (
        <Figure name="Added">{formatDay(new Date(model.created * 1000).toISOString().slice(0, 10))}</Figure>
      )}
    </dl>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="mt-0.5 text-xl font-semibold">{children}</dd>
    </div>
  );
}
