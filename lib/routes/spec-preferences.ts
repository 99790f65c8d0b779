import { asRecord } from "@/lib/core/lenient";
import type { ProviderPreferences } from "@/lib/routing/request";
import type { RouteSpecView } from "./routes-api";

/** What a route prefers among providers; whoever wrote it to the server had it judged there. */
export const preferencesOf = ({ parameters }: Pick<RouteSpecView, "parameters">): ProviderPreferences =>
  (asRecord(parameters.provider) ?? {}) as ProviderPreferences;
