import { narrowEndpoints } from "@/lib/catalog/narrow-endpoints";
import type { Found, LintFacts } from "./finding";
import type { RouteSpecView } from "./routes-api";
import { preferencesOf } from "./spec-preferences";

/** What is wrong with a chain as a whole. */
export function lintChain(chain: readonly string[], spec: RouteSpecView, { endpoints }: LintFacts): Found[] {
  if (chain.length < 2) return [];
  const preferences = preferencesOf(spec);
  const providers = new Set<string>();
  for (const model of chain) {
    const known = endpoints[model];
    // Whoever serves one of them unseen may be somebody else.
    if (known === undefined) return [];
    const wish = { model, preferences, parameters: spec.parameters };
    for (const { endpoint, fate } of narrowEndpoints(known, wish).verdicts)
      if (fate !== "out") providers.add(endpoint.provider);
  }
  const [only, ...others] = providers;
  if (only === undefined || others.length > 0) return [];
  const message = `Only ${only} serves this chain: when it is down, the fallbacks are down with it.`;
  const setting = preferences.only ? "provider.only" : null;
  return [{ code: "one_provider", severity: "warning", setting, message, nearest: null }];
}
