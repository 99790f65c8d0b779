import type { Attributes } from "@opentelemetry/api";
import type { Begun, Ended } from "@/lib/chat/follow";
import { formatDecimal } from "@/lib/core/money";

/** The operations that OpenTelemetry's conventions know, by the API that is asked. */
export const operationOf = ({ path }: Pick<Begun, "path">): string => {
  if (path === "/embeddings") return "embeddings";
  return path === "/completions" ? "text_completion" : "chat";
};

/** What is known of a generation as it is sent, in the words of the conventions for generative AI where they have one. */
export function attributesOfStart(
  { id, memberId, keyId, source, models, path }: Omit<Begun, "at">,
  { requestId, upstream }: { requestId: string | undefined; upstream: string },
): Attributes {
  const { hostname, port, protocol } = new URL(upstream);
  return known({
    "gen_ai.operation.name": operationOf({ path }),
    "gen_ai.provider.name": "openrouter",
    "gen_ai.request.model": models[0],
    "server.address": hostname,
    "server.port": Number(port) || (protocol === "http:" ? 80 : 443),
    "patchbay.generation.id": id,
    "patchbay.request.id": requestId,
    "patchbay.member.id": memberId,
    "patchbay.key.id": keyId,
    "patchbay.source": source,
  });
}

/** What is known of it at its end: names, figures and codes. Money is decimal text, as everywhere. */
export function attributesOfEnd(ended: Ended): Attributes {
  const { usage, finishReason, ttftMs } = ended;
  return known({
    "gen_ai.response.model": ended.model,
    "gen_ai.response.id": ended.upstreamId,
    "gen_ai.response.finish_reasons": finishReason === null ? null : [finishReason],
    // Seconds until there was something to read, which comments that keep a line open are not.
    "gen_ai.response.time_to_first_chunk": ttftMs === null ? null : ttftMs / 1_000,
    "gen_ai.usage.input_tokens": usage?.promptTokens,
    "gen_ai.usage.output_tokens": usage?.completionTokens,
    "gen_ai.usage.reasoning.output_tokens": usage?.reasoningTokens,
    "gen_ai.usage.cache_read.input_tokens": usage?.cachedTokens,
    "gen_ai.usage.cache_write.input_tokens": usage?.cacheWriteTokens,
    "patchbay.provider": ended.provider,
    "patchbay.outcome": ended.state,
    "patchbay.cost_usd": usage && usage.cost !== null ? formatDecimal(usage.cost) : null,
    "patchbay.failed_by": ended.failedBy,
    "error.type": ended.failure,
  });
}

/** Without what nobody said. */
const known = (attributes: Record<string, Attributes[string] | null>): Attributes =>
  Object.fromEntries(
    Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined),
  ) as Attributes;
