import { refuse } from "@/lib/sandbox/failure";
import { fields, list, numberOr, textOr } from "@/lib/sandbox/json";
import { hash, seeded } from "@/lib/sandbox/random";
import type { Skin } from "./skin";

/** `POST /embeddings`: texts in, a vector for each out. */
export const EMBEDDINGS: Skin = {
  idPrefix: "gen-emb-",
  namesId: false,
  vectors: true,
  toChat({ input, messages: _messages, prompt: _prompt, stream: _stream, ...body }) {
    const inputs = typeof input === "string" || isTokens(input) ? [input] : list(input);
    return { ...body, messages: inputs.map((one) => ({ role: "user", content: contentOf(one) })) };
  },
  refuse,
  whole(body, plan) {
    if (body.error) return { error: body.error };
    const asked = plan.request.body;
    const length = numberOr(asked.dimensions, 64);
    const usage = fields(body.usage);
    return {
      object: "list",
      data: plan.request.messages.map(({ text }, index) => ({
        object: "embedding",
        index,
        embedding: written(vectorOf(text, length), asked.encoding_format),
      })),
      // OpenRouter leaves the author out.
      model: textOr(body.model, "").split("/").at(-1),
      ...(body.usage === undefined
        ? {}
        : {
            usage: body.usage && {
              prompt_tokens: usage.prompt_tokens,
              total_tokens: usage.prompt_tokens,
              cost: usage.cost,
              is_byok: usage.is_byok,
              cost_details: usage.cost_details,
            },
          }),
      provider: body.provider,
      id: body.id,
    };
  },
  dress: (frames) => frames,
};

const isTokens = (input: unknown): boolean =>
  Array.isArray(input) && input.length > 0 && input.every((token) => typeof token === "number");

/** Tokens that come as numbers are as many as they are. */
function contentOf(input: unknown): unknown {
  if (isTokens(input)) return " a".repeat(list(input).length);
  return typeof input === "string" ? input : fields(input).content;
}

/** A direction of length one, the same for the same text. */
function vectorOf(text: string, length: number): number[] {
  const random = seeded(hash(text));
  const raw = Array.from({ length }, () => random() * 2 - 1);
  const norm = Math.hypot(...raw) || 1;
  return raw.map((value) => value / norm);
}

const written = (vector: number[], format: unknown): number[] | string =>
  format === "base64"
    ? btoa(String.fromCharCode(...new Uint8Array(new Float32Array(vector).buffer)))
    : vector;
