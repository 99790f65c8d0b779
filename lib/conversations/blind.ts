import { ERRORS, type Failure } from "@/lib/core/errors";
import type { Generation } from "@/lib/ledger/api";
import { aliasOf } from "./alias";
import type { Message, Pane } from "./api";

/** A generation without anything that tells models apart: names, tokens, prices, times. */
export function maskGeneration(generation: Generation): Generation {
  return {
    id: generation.id,
    source: generation.source,
    conversationId: generation.conversationId,
    messageId: generation.messageId,
    models: [],
    model: null,
    provider: null,
    attempts: null,
    state: generation.state,
    finishReason: generation.finishReason,
    failure: generation.failure && maskFailure(generation.failure),
    promptTokens: null,
    completionTokens: null,
    reasoningTokens: null,
    cachedTokens: null,
    cacheWriteTokens: null,
    estimate: null,
    cost: null,
    costState: null,
    startedAt: generation.startedAt,
    endedAt: null,
    ttftMs: null,
    durationMs: null,
  };
}

/** A failure in our words only: the provider's would name it. */
export function maskFailure({ code }: Pick<Failure, "code">): Failure {
  const { by, message, remedy } = ERRORS[code];
  return { code, by, message, remedy };
}

/** A pane under its alias: without its model and settings, its answers without facts. */
export function maskPane<Shown extends Pane>(pane: Shown, position: number): Shown {
  return {
    ...pane,
    alias: aliasOf(position),
    model: "",
    fallbackModels: [],
    system: null,
    parameters: {},
    messages: pane.messages.map(maskMessage),
  };
}

/** A message without what tells its model. */
export const maskMessage = ({ hasChances: _, ...message }: Message): Message => ({
  ...message,
  answerSchema: null,
  generation: message.generation && maskGeneration(message.generation),
});
