import {
  type GatewayRequest,
  invalid,
  isPlain,
  listOf,
  partsOf,
  readAsked,
  requireRecord,
} from "@/lib/chat/gateway-request";
import { contentsOf, type Part } from "@/lib/chat/request-contents";
import { asArray, asCount, asRecord, asText, type JsonRecord } from "@/lib/core/lenient";

/** Reads a request for a response. @throws AppError `invalid_request` */
export function readResponsesRequest(body: unknown, tagHeader: string | null): GatewayRequest {
  const request = requireRecord(body);
  const tools = listOf(request, "tools").flatMap((tool) => withInner(tool));
  const asked = readAsked({ ...request, tools }, { tagHeader, isOwnTool: (type) => OWN_TOOLS.has(type) });
  const { input, instructions } = request;
  if (asText(input) === null && asArray(input).length === 0)
    throw invalid("input", "must be a text or a list of items");
  // It would be written after we have gone, and nobody would hear what it cost.
  if ((request.background ?? false) !== false) throw invalid("background", "is not possible here");
  const system = asText(instructions);
  const contents = contentsOf([
    ...(system === null ? [] : [[{ text: system }]]),
    ...(typeof input === "string" ? [[{ text: input }]] : asArray(input).map(itemParts)),
  ]);
  return {
    ...asked,
    ...contents,
    maxTokens: asCount(request.max_output_tokens),
    isBounded:
      contents.isBounded &&
      isPlain(request) &&
      tools.every((tool) => CLIENT_TOOLS.has(asRecord(tool)?.type)) &&
      // What they stand for is not in the request.
      [request.previous_response_id, request.prompt, request.conversation].every(
        (value) => value === undefined || value === null,
      ),
  };
}

/** Deeper than anybody groups tools. */
const DEEPEST = 8;

/** Tools may come in groups that have a name, and these in others. @throws AppError `invalid_request` */
function withInner(tool: unknown, depth = 0): unknown[] {
  const group = asRecord(tool);
  if (group?.type !== "namespace") return [tool];
  if (depth === DEEPEST) throw invalid("tools", "must not be grouped so deeply");
  return [tool, ...listOf(group, "tools").flatMap((inner) => withInner(inner, depth + 1))];
}

const CLIENT_TOOLS = new Set<unknown>([
  "function",
  "custom",
  "namespace",
  "local_shell",
  "apply_patch",
  "computer_use_preview",
]);
/** Beside these, what is run for the caller without asking another model, and the ways to choose among tools. */
const OWN_TOOLS = new Set<unknown>([
  ...CLIENT_TOOLS,
  "shell",
  "file_search",
  "code_interpreter",
  "mcp",
  "allowed_tools",
  "openrouter:apply_patch",
  "openrouter:shell",
  "openrouter:tool_search",
]);

function itemParts(value: unknown): Part[] {
  const item = asRecord(value);
  switch (item?.type) {
    case undefined:
    case "message":
      return partsOf(item?.content, inputPart);
    case "function_call":
    case "custom_tool_call":
      return [{ text: asText(item.arguments) ?? asText(item.input) ?? "" }];
    case "function_call_output":
    case "custom_tool_call_output":
    case "local_shell_call_output":
      return partsOf(item.output, inputPart);
    case "reasoning":
      return partsOf(item.summary, inputPart);
    case "local_shell_call":
      return [{ text: JSON.stringify(item.action ?? null) }];
    default:
      return ["unknown"];
  }
}

const TEXTS = new Set<unknown>(["input_text", "output_text", "summary_text", "reasoning_text", "text"]);

function inputPart(part: JsonRecord): Part {
  if (TEXTS.has(part.type)) return { text: asText(part.text) ?? "" };
  if (part.type === "refusal") return { text: asText(part.refusal) ?? "" };
  const isPicture = part.type === "input_image" && (part.file_id === undefined || part.file_id === null);
  return isPicture ? { picture: asText(part.image_url) } : "unknown";
}
