import { asArray, asRecord, type JsonRecord } from "@/lib/core/lenient";

/** Tokens that a provider may write into a prompt by itself for each kind of thing that is asked for. */
const PER_KIND = 1_024;
/** Tokens that stand for a tool of which the request has only the name, since models are trained on it. */
const PER_TRAINED_TOOL = 2_048;

/** Tools that a request describes in full, by their types; Messages needs none. */
const DESCRIBED = new Set<unknown>(["function", "custom", undefined, null]);

/**
 * Tokens of a prompt that are not in its request: how to call tools, to keep to a schema, to think. Providers bill them as
 * they bill the rest and list them nowhere, so this is an allowance: more than is known of any, and no promise.
 */
export function addedTokens(body: JsonRecord): number {
  const tools = [...asArray(body.tools).flatMap(ungrouped), ...asArray(body.functions)];
  const kinds = [tools.length > 0, hasSchema(body), thinks(body)].filter(Boolean).length;
  const trained = tools.filter((tool) => !DESCRIBED.has(asRecord(tool)?.type)).length;
  return kinds * PER_KIND + trained * PER_TRAINED_TOOL;
}

/** Whatever any of the APIs calls the form of an answer. */
const hasSchema = ({ response_format, text, output_format, output_config }: JsonRecord): boolean =>
  [response_format, asRecord(text)?.format, output_format, asRecord(output_config)?.format].some(
    (format) => format != null && asRecord(format)?.type !== "text",
  );

const thinks = ({ reasoning, reasoning_effort, thinking }: JsonRecord): boolean =>
  [reasoning, reasoning_effort, thinking].some((one) => one != null);

/** Tools may stand in groups, and these in others. */
function ungrouped(tool: unknown): readonly unknown[] {
  const group = asRecord(tool);
  return group?.type === "namespace" ? asArray(group.tools).flatMap(ungrouped) : [tool];
}
