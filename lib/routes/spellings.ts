import { type Spelling, sameWords } from "./spelling";

export { CHAT_SPELLING, COMPLETIONS_SPELLING } from "./chat-spelling";
export { MESSAGES_SPELLING } from "./messages-spelling";
export { RESPONSES_SPELLING } from "./responses-spelling";

const EMBEDDING_WORDS = sameWords(["provider"]);

/** Vectors are made by one model: those of another cannot be compared with them, so there is no falling back. */
export const EMBEDDINGS_SPELLING: Spelling = {
  word: (setting) => EMBEDDING_WORDS[setting] ?? null,
  fallbacks: () => null,
  instructions: (_body, system) => (system === null ? {} : null),
};
