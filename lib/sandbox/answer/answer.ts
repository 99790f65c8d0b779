import type { Random } from "@/lib/sandbox/random";
import type { ChatRequest } from "@/lib/sandbox/request";

export type ToolCall = { id: string; name: string; arguments: string };

export type Citation = { url: string; title: string; content: string };

/** What a model says, before it is cut into tokens. */
export type Answer = {
  thoughts: string;
  text: string;
  calls: ToolCall[];
  /** Data URLs. */
  images: string[];
  citations: Citation[];
};

/** What an answer is made from: the request, the manner of its author, and chance that repeats itself. */
export type Asked = {
  request: ChatRequest;
  last: string;
  earlier: string[];
  author: string;
  modelName: string;
  random: Random;
};
