"use client";

import type { ReactNode } from "react";
import { EndpointsLeft } from "@/components/routing/endpoints-left";
import { ProviderEditor } from "@/components/routing/provider-editor";
import { preferencesOf } from "@/lib/routes/spec-preferences";
import type { ProviderPreferences } from "@/lib/routing/request";
import type { Spec } from "./edit-spec";

type Props = {
  /** Of the arm that is in sight. */
  chain: readonly string[];
  /** The models of all arms. */
  every: readonly string[];
  parameters: Spec["parameters"];
  lock: ReactNode;
  onPreferences: (preferences: ProviderPreferences | null) => void;
};

/** Which providers may serve a route, and what that leaves of each model's endpoints. */
export function RouteProviders({ chain, every, parameters, lock, onPreferences }: Props) {
  const preferences = preferencesOf({ parameters });
  return (
    <>
      <div className="flex items-start justify-between gap-4 pt-3">
        <p className="text-xs text-muted">
          For all models. Callers&apos; own preferences come one by one before these. Your OpenRouter
          account&apos;s settings may exclude more.
        </p>
        {lock}
      </div>
      <section aria-label="Endpoints left" className="my-2 divide-y divide-line border-y border-line">
        {chain.map((id) => (
          <EndpointsLeft key={id} model={id} preferences={preferences} parameters={parameters} />
        ))}
      </section>
      <ProviderEditor chain={every} preferences={preferences} onPreferences={onPreferences} />
    </>
  );
}
