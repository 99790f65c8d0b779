import {
  type GatewayRequest,
  invalid,
  isPlain,
  partsOf,
  readAsked,
  requireRecord,
} from "@/lib/chat/gateway-request";
import { contentsOf, type Part } from "@/lib/chat/request-contents";
import { asArray, asCount, asRecord, asText, type JsonRecord } from "@/lib/core/lenient";

/** Reads a request for the next message. @throws AppError `invalid_request` */
export function readMessagesRequest(body: unknown, tagHeader: string | null): GatewayRequest {
  const request = requireRecord(body);
  const asked = readAsked(request, {
    tagHeader,
    isOwnTool: (type) => OWN_TOOL.test(type),
    chain: "fallbacks",
    // Here that names a user or a session, of which there may be any number.
    metadata: null,
  });
  if (asArray(request.messages).length === 0) throw invalid("messages", "must hold at least one message");
  const system = partsOf(request.system, messagePart);
  const contents = contentsOf([
    ...(system.length === 0 ? [] : [system]),
    ...asArray(request.messages).map((message) => partsOf(asRecord(message)?.content, messagePart)),
  ]);
  const tools = asArray(request.tools).map(asRecord);
  return {
    ...asked,
    ...contents,
    maxTokens: asCount(request.max_tokens),
    isBounded:
      contents.isBounded &&
      isPlain(request) &&
      tools.every((tool) => tool !== null && CLIENT_TOOL.test(asText(tool.type ?? "custom") ?? "")) &&
      UNBOUNDED.every((name) => request[name] === undefined || request[name] === null) &&
      request.speed !== "fast",
  };
}

/** What the caller runs itself: tools of its own, which need no type, and those that the models are trained on. */
const CLIENT_TOOL = /^(?:custom|(?:bash|text_editor|computer|memory)_\d{8})$/;
/** Beside these, what is run for the caller without asking another model, and the ways to choose among tools. */
const OWN_TOOL =
  /^(?:auto|any|none|tool|custom|(?:bash|text_editor|computer|memory|web_search|web_fetch|code_execution)_\d{8}|tool_search_tool_\w+)$/;
/** Brings what is not in the request, or has more written than one message. */
const UNBOUNDED = ["mcp_servers", "container", "context_management"];

function messagePart(block: JsonRecord): Part | Part[] {
  const { type, source } = block;
  switch (type) {
    case "text":
      return { text: asText(block.text) ?? "" };
    case "thinking":
      return { text: asText(block.thinking) ?? "" };
    case "redacted_thinking":
      return { text: "" };
    case "tool_use":
      return { text: block.input === undefined ? "" : JSON.stringify(block.input) };
    case "tool_result":
      return partsOf(block.content ?? "", messagePart);
    case "image": {
      const data = asText(asRecord(source)?.data);
      return { picture: data === null ? asText(asRecord(source)?.url) : `data:${data}` };
    }
    default:
      return "unknown";
  }
}
