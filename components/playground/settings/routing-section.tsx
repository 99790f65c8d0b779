"use client";

import { Suspense } from "react";
import { EndpointsLeft } from "@/components/routing/endpoints-left";
import { ProviderEditor } from "@/components/routing/provider-editor";
import type { SectionProps } from "@/components/routing/section";
import { lazy } from "@/components/ui/lazy";
import type { CatalogModel } from "@/lib/catalog/model";
import { takenParameters } from "@/lib/catalog/taken-parameters";
import { asRecord } from "@/lib/core/lenient";
import { isRoute } from "@/lib/routes/is-route";
import type { ProviderPreferences } from "@/lib/routing/request";
import { chainIn } from "../chain-in";
import type { PaneState } from "../pane-state";
import { AsksRoute } from "./asks-route";
import { ChainEditor } from "./chain-editor";

const SaveAsRoute = lazy(() => import("@/components/routes/save-as-route"));

type Props = SectionProps & {
  state: PaneState;
  models: readonly CatalogModel[];
  onChain: (chain: string[]) => void;
};

/** Who answers: the chain of a pane's models, and which providers may serve them. */
export default function RoutingSection({ state, models: listed, parameters, onParameter, onChain }: Props) {
  const chain = chainIn(state);
  // What is kept and not sent narrows nothing.
  const sent = takenParameters(listed, chain, parameters);
  // A route has no endpoints of its own.
  const models = chain.filter((id) => !isRoute(id));
  // The server has judged it, or will before it is used.
  const preferences = (asRecord(parameters.provider) ?? {}) as ProviderPreferences;
  return (
    <>
      {chain[0] !== undefined && isRoute(chain[0]) ? (
        <AsksRoute model={chain[0]} />
      ) : (
        <ChainEditor chain={chain} parameters={sent} onChain={onChain}>
          {chain.length > 0 && (
            <Suspense>
              <SaveAsRoute chain={chain} system={state.system} parameters={sent} />
            </Suspense>
          )}
        </ChainEditor>
      )}
      {models.length > 0 && (
        <section
          aria-label="Endpoints left"
          className="sticky top-0 z-10 -mx-5 max-h-56 divide-y divide-line overflow-y-auto border-y border-line bg-sunken px-5 py-1"
        >
          {models.map((id) => (
            <EndpointsLeft key={id} model={id} preferences={preferences} parameters={sent} />
          ))}
        </section>
      )}
      <section aria-label="Providers" className="pt-4">
        <h3>Providers</h3>
        <p className="text-xs text-muted">
          For all models of the chain. Your OpenRouter account's own settings may exclude more.
        </p>
        <ProviderEditor
          chain={models}
          preferences={preferences}
          onPreferences={(next) => onParameter("provider", next)}
        />
      </section>
    </>
  );
}
