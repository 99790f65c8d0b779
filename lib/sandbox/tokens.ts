import type { Message } from "./request";

/** How many billed tokens a piece of text makes, by tokenizer. */
const NATIVE: Record<string, number> = {
  GPT: 1,
  Claude: 1.19,
  Gemini: 0.98,
  Gemma: 1.01,
  Grok: 1.02,
  Llama3: 1.03,
  Llama4: 1.01,
  DeepSeek: 1.05,
  Qwen3: 1.04,
  Mistral: 1.12,
  Cohere: 1.07,
};
/** OpenRouter's normalised counts are GPT-like and not what is billed. */
const NORMALISED = 0.94;
const PIECE = /\s*[\p{L}\p{N}_]{1,6}|\s*[^\s\p{L}\p{N}_]{1,3}|\s+/gu;
const IMAGE_PIECES = 640;
const FILE_PIECES = 1200;

/** Text cut into what one token might hold; joined again, the pieces are the text. */
export const pieces = (text: string): string[] => text.match(PIECE) ?? [];

const nativeRate = (tokenizer: string): number => NATIVE[tokenizer] ?? 1.06;

/** Billed tokens of so many pieces; never zero for something. */
export const nativeTokens = (count: number, tokenizer: string): number =>
  Math.ceil(count * nativeRate(tokenizer));

export const normalisedTokens = (count: number): number => Math.round(count * NORMALISED);

/** Pieces in a whole prompt: texts, pictures, files, tool calls, and what frames each message. */
export function promptPieces(messages: Message[], tools: unknown[]): number {
  const framed = messages.map(({ text, images, files, calls }) => {
    const called = calls.length === 0 ? 0 : pieces(JSON.stringify(calls)).length;
    return 4 + pieces(text).length + images * IMAGE_PIECES + files * FILE_PIECES + called;
  });
  const declared = tools.length === 0 ? 0 : pieces(JSON.stringify(tools)).length + 12;
  return framed.reduce((sum, count) => sum + count, 3 + declared);
}
