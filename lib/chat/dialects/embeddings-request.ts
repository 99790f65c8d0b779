import { type GatewayRequest, invalid, partsOf, readAsked, requireRecord } from "@/lib/chat/gateway-request";
import { contentsOf, type Part } from "@/lib/chat/request-contents";
import { asArray, asRecord, asText, type JsonRecord } from "@/lib/core/lenient";

/** Reads a request for vectors of a text or of many. @throws AppError `invalid_request` */
export function readEmbeddingsRequest(body: unknown, tagHeader: string | null): GatewayRequest {
  const request = requireRecord(body);
  const asked = readAsked(request, { tagHeader, chain: "none" });
  if (asked.models.length === 0) throw invalid("model", "must be a model id");
  if (asked.streams) throw invalid("stream", "is not for embeddings: they come as a whole");
  const { input } = request;
  if (asText(input) === null && asArray(input).length === 0)
    throw invalid("input", "must be a text, or a list of them");
  const inputs = typeof input === "string" ? [input] : asArray(input);
  // Tokens that are told by their numbers are bounded by their bytes as well, and say nothing that could be read.
  const isTokens = inputs.every((item) => typeof item === "number" || Array.isArray(item));
  const contents = contentsOf(
    isTokens ? [] : inputs.map((item) => partsOf(asRecord(item)?.content ?? item, embeddingPart)),
  );
  return { ...asked, ...contents, maxTokens: 0, vectors: true };
}

function embeddingPart(part: JsonRecord): Part {
  if (part.type === "text") return { text: asText(part.text) ?? "" };
  return part.type === "image_url" ? { picture: asText(asRecord(part.image_url)?.url) } : "unknown";
}
