import type { Provider } from "./model";
import { hash } from "./random";
import type { ChatRequest } from "./request";

export type CacheUse = { cachedTokens: number; cacheWriteTokens: number; hourly: boolean };

const BLOCK = 512;
const LEAST = 1024;
const IMPLICIT_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;
const CAPACITY = 50_000;
const UNUSED: CacheUse = { cachedTokens: 0, cacheWriteTokens: 0, hourly: false };

/** What providers remember of earlier prompts: prefixes, block by block, for some minutes. */
export function createPromptCache() {
  const until = new Map<string, number>();

  /**
   * How much of this prompt is read from, or written to, the cache. OpenAI-like providers recognise prefixes by
   * themselves, from 1024 tokens on and in steps of 128; Anthropic's cache only what is marked `cache_control`.
   */
  return function use(
    request: ChatRequest,
    provider: Provider,
    slug: string,
    promptTokens: number,
    at: number,
  ): CacheUse {
    if (promptTokens < LEAST) return UNUSED;
    const marked = markedLength(request);
    const explicit = slug.startsWith("anthropic/");
    if (explicit ? marked === 0 : !provider.caches) return UNUSED;
    const prompt = promptText(request);
    const reach = explicit ? marked : prompt.length;
    const blocks = blockKeys(prompt.slice(0, reach), `${provider.slug} ${slug}`);
    const known = blocks.findLastIndex((key) => (until.get(key) ?? 0) > at) + 1;
    const hourly = request.messages.some(({ hour }) => hour);
    const life = explicit && hourly ? HOUR_MS : IMPLICIT_MS;
    if (until.size > CAPACITY) until.clear();
    for (const key of blocks) until.set(key, at + life);
    const tokens = (length: number) =>
      Math.floor((promptTokens * (length / Math.max(prompt.length, 1))) / 128) * 128;
    const cachedTokens = Math.min(tokens(known * BLOCK), promptTokens - 1);
    const cacheWriteTokens = explicit ? Math.max(tokens(blocks.length * BLOCK) - cachedTokens, 0) : 0;
    return {
      cachedTokens,
      cacheWriteTokens: Math.min(cacheWriteTokens, promptTokens - cachedTokens),
      hourly,
    };
  };
}

export type PromptCache = ReturnType<typeof createPromptCache>;

const promptText = (request: ChatRequest): string =>
  [JSON.stringify(request.tools), ...request.messages.map(({ role, text }) => `${role}:${text}`)].join("\n");

/** The length of prompt up to the last mark; a mark at the top level means all of it. */
function markedLength(request: ChatRequest): number {
  if (request.body.cache_control !== undefined && request.body.cache_control !== null)
    return promptText(request).length;
  const last = request.messages.findLastIndex(({ breakpoint }) => breakpoint);
  return last === -1 ? 0 : promptText({ ...request, messages: request.messages.slice(0, last + 1) }).length;
}

function blockKeys(prompt: string, owner: string): string[] {
  const keys: string[] = [];
  let [low, high] = [hash(owner), hash(owner, 7)];
  for (let at = 0; at + BLOCK <= prompt.length; at += BLOCK) {
    const block = prompt.slice(at, at + BLOCK);
    [low, high] = [hash(block, low), hash(block, high)];
    keys.push(`${low.toString(36)}${high.toString(36)}`);
  }
  return keys;
}
