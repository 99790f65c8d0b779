import "server-only";
import { parse, stringify } from "lossless-json";
import { isModelAllowed } from "@/lib/catalog/allowed-models";
import { AppError } from "@/lib/core/errors";
import { asRecord } from "@/lib/core/lenient";
import { enforcePolicy, policyOf } from "@/lib/routes/enforce-policy";
import type { WorkspaceRules } from "@/lib/team/workspace-api";
import type { GatewayRequest } from "./gateway-request";
import { keptParameters } from "./kept-parameters";
import type { ProgramCall } from "./program-call.server";

type Asked = Pick<GatewayRequest, "models" | "otherModels">;

/**
 * Why the workspace does not let a request be made; null when it does. All that may run must be on its list: fallbacks,
 * what a route leads to, and what presets and tools could ask.
 */
export function refusalOf(
  { models, otherModels }: Asked,
  { allowedModels }: WorkspaceRules,
): AppError | null {
  if (allowedModels === null) return null;
  const foreign = [...models, ...otherModels].find((model) => !isModelAllowed(allowedModels, model));
  if (models.length > 0 && foreign === undefined) return null;
  const message = foreign
    ? `This workspace does not allow ${foreign}.`
    : "This workspace allows only certain models: name one of them.";
  return new AppError("model_not_allowed", {}, { message });
}

/**
 * The same for an answer in the playground, where nobody may know the models of a blind conversation: the pane
 * names what is not allowed, where it may.
 */
export function paneRefusalOf(asked: Asked, rules: WorkspaceRules): AppError | null {
  if (!refusalOf(asked, rules)) return null;
  const message = "This workspace does not allow a model that would have been asked. Choose another one.";
  return new AppError("model_not_allowed", {}, { message });
}

/**
 * A program's call as the workspace's data policy has it sent: just as it came where it says so already.
 * @param onChanged hears which fields were set
 * @throws AppError `invalid_request` when the API has no word for it
 */
export function withPolicy<Call extends ProgramCall>(
  call: Call,
  rules: WorkspaceRules,
  onChanged?: (changed: readonly string[]) => void,
): Call {
  if (!policyOf(rules)) return call;
  // Numbers keep the digits in which they came.
  const came = asRecord(parse(call.body, null, { onDuplicateKey: ({ newValue }) => newValue })) ?? {};
  const { body, changed } = enforcePolicy(came, rules, call.dialect.spelling);
  if (changed.length === 0) return call;
  onChanged?.(changed);
  const text = stringify(body) ?? call.body;
  return { ...call, body: text, request: { ...call.request, parameters: keptParameters(JSON.parse(text)) } };
}
