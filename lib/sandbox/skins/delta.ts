import { type Fields, fields, list, textOr } from "@/lib/sandbox/json";

export type CallPart = { id: string | null; name: string; arguments: string };

/** What a chunk of a chat says, as far as other APIs say it too. */
export function readChunk(chunk: Fields) {
  const choice = fields(list(chunk.choices)[0]);
  const delta = fields(choice.delta);
  return {
    id: textOr(chunk.id, ""),
    model: textOr(chunk.model, ""),
    provider: textOr(chunk.provider, null),
    text: textOr(delta.content, ""),
    thought: textOr(delta.reasoning, ""),
    calls: list(delta.tool_calls).map(callPart),
    finish: textOr(choice.finish_reason, null),
    usage: chunk.usage,
    error: chunk.error ?? choice.error ?? null,
    metadata: chunk.openrouter_metadata,
  };
}

export function callPart(call: unknown): CallPart {
  const { id, function: called } = fields(call);
  const { name, arguments: args } = fields(called);
  return { id: textOr(id, null), name: textOr(name, ""), arguments: textOr(args, "") };
}

/** The words of an error, whatever form it has. */
export const wordsOf = (error: unknown): string => textOr(fields(error).message, "Internal Server Error");
