import { formatError, formatFailure } from "@/lib/chat/gateway-error";
import { readGatewayRequest } from "@/lib/chat/gateway-request";
import { CHUNKS } from "@/lib/chat/reading";
import { withoutDone } from "@/lib/chat/without-done";
import {
  CHAT_SPELLING,
  COMPLETIONS_SPELLING,
  EMBEDDINGS_SPELLING,
  MESSAGES_SPELLING,
  RESPONSES_SPELLING,
} from "@/lib/routes/spellings";
import { readCompletionsRequest } from "./completions-request";
import type { Dialect } from "./dialect";
import { EMBEDDINGS_READING } from "./embeddings-reading";
import { readEmbeddingsRequest } from "./embeddings-request";
import { formatMessageCut, formatMessageError } from "./messages-error";
import { MESSAGES_READING } from "./messages-reading";
import { readMessagesRequest } from "./messages-request";
import { formatResponseCut } from "./responses-error";
import { RESPONSES_READING } from "./responses-reading";
import { readResponsesRequest } from "./responses-request";

const OF_OPENAI = { formatError, headers: [], takesApiKey: false } as const;

export const CHAT: Dialect = {
  ...OF_OPENAI,
  path: "/chat/completions",
  readRequest: readGatewayRequest,
  reading: CHUNKS,
  spelling: CHAT_SPELLING,
  limitFields: ["max_tokens", "max_completion_tokens"],
  formatCut: (failure, completion) => `data: ${JSON.stringify(formatFailure(failure, completion))}\n\n`,
};

/** The older API, which continues a text. */
export const COMPLETIONS: Dialect = {
  ...OF_OPENAI,
  path: "/completions",
  readRequest: readCompletionsRequest,
  reading: CHUNKS,
  spelling: COMPLETIONS_SPELLING,
  limitFields: ["max_tokens"],
  formatCut(failure, completion) {
    const { choices: _choices, ...chunk } = formatFailure(failure, completion);
    const choice = { index: 0, text: "", logprobs: null, finish_reason: "error" };
    return `data: ${JSON.stringify({ ...chunk, object: "text_completion", choices: [choice] })}\n\n`;
  },
};

export const RESPONSES: Dialect = {
  ...OF_OPENAI,
  path: "/responses",
  readRequest: readResponsesRequest,
  reading: RESPONSES_READING,
  spelling: RESPONSES_SPELLING,
  limitFields: ["max_output_tokens"],
  formatCut: formatResponseCut,
};

/** Anthropic's API, for any model. */
export const MESSAGES: Dialect = {
  path: "/messages",
  readRequest: readMessagesRequest,
  reading: MESSAGES_READING,
  spelling: MESSAGES_SPELLING,
  limitFields: ["max_tokens"],
  formatError: formatMessageError,
  formatCut: formatMessageCut,
  // Anthropic's streams end with an event, and its library reads every event as JSON.
  trimEnd: withoutDone,
  headers: ["anthropic-version", "anthropic-beta"],
  takesApiKey: true,
};

export const EMBEDDINGS: Dialect = {
  ...OF_OPENAI,
  path: "/embeddings",
  readRequest: readEmbeddingsRequest,
  reading: EMBEDDINGS_READING,
  spelling: EMBEDDINGS_SPELLING,
  limitFields: [],
  // They come as a whole; this is never asked for.
  formatCut: () => "",
};

export const DIALECTS: readonly Dialect[] = [CHAT, COMPLETIONS, RESPONSES, MESSAGES, EMBEDDINGS];
