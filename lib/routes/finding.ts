import type { CatalogResponse } from "@/lib/catalog/api";
import type { ModelEndpoint } from "@/lib/catalog/endpoints-api";

/** What can be wrong with a route. */
type FindingCode =
  | "unknown_model"
  | "gone_model"
  | "expiring_model"
  | "batch_model"
  | "fewer_modalities"
  | "shorter_context"
  | "shorter_answers"
  | "fewer_features"
  | "unsupported_parameters"
  | "much_dearer"
  | "free_model"
  | "no_endpoints"
  | "unsure_endpoints"
  | "one_provider"
  | "seed_with_router";

/** `error`: requests will fail. `warning`: it will disappoint. `hint`: worth knowing. */
type Severity = "error" | "warning" | "hint";

export type Finding = {
  code: FindingCode;
  severity: Severity;
  /** Index into `spec.arms`. */
  arm: number;
  /** Index into the arm's models; null for what is wrong with the chain as a whole. */
  hop: number | null;
  /** The setting it comes from: `seed`, `tools`, `provider.only`; null when it is the model itself. */
  setting: string | null;
  /** A sentence, complete in itself. */
  message: string;
  /** A living model to put in its place. */
  nearest: string | null;
};

/** What is known of the world. */
export type LintFacts = {
  /** While the list is empty nothing is said of models. */
  catalog: Pick<CatalogResponse, "models" | "gone">;
  /** By the id that stands in the chain, where they are loaded; what is missing is not judged. */
  endpoints: Readonly<Record<string, readonly ModelEndpoint[]>>;
  now: Date;
};

/** A finding of which it is not said yet where it is. */
export type Found = Omit<Finding, "arm" | "hop">;

type More = Partial<Pick<Finding, "setting" | "nearest">>;

export const finding = (
  code: Finding["code"],
  severity: Finding["severity"],
  message: string,
  { setting = null, nearest = null }: More = {},
): Found => ({ code, severity, message, setting, nearest });
