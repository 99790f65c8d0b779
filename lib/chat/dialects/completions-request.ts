import { type GatewayRequest, invalid, isPlain, readAsked, requireRecord } from "@/lib/chat/gateway-request";
import { contentsOf } from "@/lib/chat/request-contents";
import { asArray, asCount, asText } from "@/lib/core/lenient";

/** Reads a request to continue a text, or each of several. @throws AppError `invalid_request` */
export function readCompletionsRequest(body: unknown, tagHeader: string | null): GatewayRequest {
  const request = requireRecord(body);
  const asked = readAsked(request, { tagHeader });
  const { prompt } = request;
  const isText = asText(prompt) !== null;
  if (!isText && asArray(prompt).length === 0) throw invalid("prompt", "must be a text that is to go on");
  // A list may hold texts, or the numbers of tokens, which say nothing that could be read here.
  const texts = isText ? [prompt] : asArray(prompt).filter((item) => typeof item === "string");
  const contents = contentsOf(texts.map((text) => [{ text: String(text) }]));
  return {
    ...asked,
    ...contents,
    maxTokens: asCount(request.max_tokens) ?? asCount(request.max_completion_tokens),
    // Several texts get an answer each.
    isBounded: isPlain(request) && (isText || asArray(prompt).length === 1 || isTokens(prompt)),
  };
}

const isTokens = (prompt: unknown): boolean => asArray(prompt).every((item) => typeof item === "number");
