/** Where OpenRouter has it, and everything that stands in its place. */
export const COMPLETIONS = "/api/v1/chat/completions";

/** A key as OpenRouter's look; the stand-in takes any. */
export const UPSTREAM_KEY = `sk-or-v1-${"be".repeat(32)}`;

export const bearer = (key) => ({ authorization: `Bearer ${key}` });
