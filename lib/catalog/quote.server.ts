import "server-only";
import type { Usd } from "@/lib/core/money";
import type { Catalog } from "./catalog.server";
import type { EmbeddingBook } from "./embeddings.server";
import { findModel } from "./find-model";
import { ceilingCost, estimateCost, pricesFor } from "./pricing";
import { estimateTokens } from "./tokens";

type Request = {
  messages: readonly { content: string }[];
  maxTokens: number | null;
  images?: number;
  /** Bytes of all that is sent, where that is more than the messages' text: tools and schemas are prompt too. */
  promptBytes?: number;
  addedTokens?: number;
  /** Whether vectors are asked for and no words. */
  vectors?: boolean | undefined;
};
type Quoted = { estimate: Usd | null; ceiling: Usd | null; prices: Record<string, unknown> | null };

/** Tokens of an answer whose length nobody limited. A guess: answers in a chat are mostly around this long. */
const USUAL_ANSWER = 500;

/** Says what a request may cost before it is sent: a guess to show, a ceiling to set aside, and the prices used. */
export function createQuote({
  catalog,
  embeddings,
  now,
}: {
  catalog: Catalog;
  embeddings: EmbeddingBook;
  now: () => Date;
}) {
  return async (
    id: string,
    { messages, maxTokens, images = 0, promptBytes, addedTokens = 0, vectors = false }: Request,
  ): Promise<Quoted> => {
    const models = vectors ? await embeddings.current() : (await catalog.current()).models;
    const model = findModel(models, id);
    if (!model) return { estimate: null, ceiling: null, prices: null };
    const at = now();
    const promptTokens = messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
    const textBytes = messages.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
    const completionTokens = Math.min(USUAL_ANSWER, maxTokens ?? USUAL_ANSWER);
    return {
      estimate: estimateCost(model, { promptTokens, completionTokens, at }),
      ceiling: ceilingCost(model, {
        id,
        promptBytes: promptBytes ?? textBytes,
        addedTokens,
        messages: messages.length,
        maxTokens,
        images,
      }),
      prices: { model: model.id, ...pricesFor(model, { promptTokens, at }) },
    };
  };
}
