import type { MONEY } from "./true-money";

/** Of a fault of the sandbox. */
export type Params = Record<string, string | number>;
/** A way to fail, and what a person and the ledger are to see of it. */
type Failing = {
  what: string;
  fault: [name: string, params?: Params];
  code: string;
  /** Who failed, what they said, what to do. */
  says: (string | RegExp)[];
  money: keyof typeof MONEY;
  /** Words had arrived before. */
  partial?: boolean;
};

const status = (code: string): [string, Params] => ["status", { code }];

/** Turned away before anything ran. */
export const REFUSED: Failing[] = [
  {
    what: "400: the provider does not take it",
    fault: status("400"),
    code: "provider_rejected",
    says: ["Cohere · ", "“Unsupported value”", "Change the message or the settings"],
    money: "nothing",
  },
  {
    what: "401: the key is not known",
    fault: status("401"),
    code: "upstream_key",
    says: ["OpenRouter · ", "“User not found.”", "Check OPENROUTER_API_KEY in .env, then restart"],
    money: "nothing",
  },
  {
    what: "402: no credits left",
    fault: status("402-balance"),
    code: "insufficient_credits",
    says: ["OpenRouter · ", "A negative balance blocks free models too", "Add credits"],
    money: "nothing",
  },
  {
    what: "402: too few credits for so long an answer",
    fault: status("402-precheck"),
    code: "insufficient_credits",
    says: ["OpenRouter · ", "can only afford 30104", "Add credits"],
    money: "nothing",
  },
  {
    what: "402: the rest is held for running requests",
    fault: status("402-inflight"),
    code: "in_flight_budget",
    says: ["OpenRouter · ", "still running", "Try again in 2 s"],
    money: "nothing",
  },
  {
    what: "403: the key's limit is reached",
    fault: status("403-key"),
    code: "key_limit",
    says: ["OpenRouter · ", "Key limit exceeded", "raise the limit"],
    money: "nothing",
  },
  {
    what: "403: the workspace's budget is used up",
    fault: status("403-budget"),
    code: "key_limit",
    says: ["OpenRouter · ", "Workspace monthly budget of $500.00 exceeded"],
    money: "nothing",
  },
  {
    what: "403: moderation",
    fault: status("403-moderation"),
    code: "moderated",
    says: ["violence", "Moderation refused", "Change the message"],
    money: "nothing",
  },
  {
    what: "403: a guardrail",
    fault: status("403-guardrail"),
    code: "moderated",
    says: ["OpenRouter · ", "matched a content filter"],
    money: "nothing",
  },
  {
    what: "404: no provider serves it",
    fault: status("404"),
    code: "no_endpoints",
    says: ["OpenRouter · ", "No endpoints found", "Choose another model"],
    money: "nothing",
  },
  {
    what: "413: too large for the upstream",
    fault: status("413"),
    code: "request_too_large",
    says: ["OpenRouter · ", "Shorten the message"],
    money: "nothing",
  },
  {
    what: "422: not to be processed",
    fault: status("422"),
    code: "upstream_rejected",
    says: ["OpenRouter · ", "could not be processed"],
    money: "nothing",
  },
  {
    what: "429: the provider is crowded",
    fault: status("429-upstream"),
    code: "provider_rate_limited",
    says: ["Cohere · ", "temporarily rate-limited upstream", "Wait a moment"],
    money: "nothing",
  },
  {
    what: "429: the provider is crowded and says for how long",
    fault: status("429-upstream-hint"),
    code: "provider_rate_limited",
    says: ["Cohere · ", "Try again in 2 s"],
    money: "nothing",
  },
  {
    what: "429: the day's free requests are used up",
    fault: status("429-free-day"),
    code: "free_limit",
    says: ["OpenRouter · ", "free-model quota", "free-models-per-day"],
    money: "nothing",
  },
];

/** Broken before a word had come. */
export const BROKEN: Failing[] = [
  {
    what: "408: it took too long",
    fault: status("408"),
    code: "upstream_timeout",
    says: ["OpenRouter · ", "did not answer in time"],
    money: "asking",
  },
  {
    what: "500",
    fault: status("500"),
    code: "upstream_failed",
    says: ["OpenRouter · ", "Internal Server Error"],
    money: "asking",
  },
  {
    what: "502 by the provider",
    fault: status("502"),
    code: "provider_failed",
    says: ["Cohere · ", "upstream connect error"],
    money: "asking",
  },
  {
    what: "503",
    fault: status("503"),
    code: "upstream_failed",
    says: ["OpenRouter · ", "No instances available"],
    money: "asking",
  },
  {
    what: "524",
    fault: status("524"),
    code: "upstream_timeout",
    says: ["OpenRouter · ", "did not answer in time"],
    money: "asking",
  },
  {
    what: "529: the provider is overloaded",
    fault: status("529"),
    code: "provider_overloaded",
    says: ["Cohere · ", "“Overloaded”"],
    money: "asking",
  },
  {
    what: "an HTML page with 502",
    fault: ["html", { code: 502 }],
    code: "upstream_failed",
    says: ["OpenRouter · ", "502"],
    money: "unknowable",
  },
  {
    what: "an HTML page with 200",
    fault: ["html-200"],
    code: "upstream_garbled",
    says: ["OpenRouter · ", "cannot be read as an answer"],
    money: "unknowable",
  },
  {
    what: "an error with 200",
    fault: ["error-200"],
    code: "provider_failed",
    says: ["Cohere · ", "The provider failed"],
    money: "unknowable",
  },
  {
    what: "a connection that breaks before a word",
    fault: ["reset"],
    code: "upstream_cut",
    says: ["OpenRouter · ", "connection broke"],
    money: "unknowable",
  },
  {
    what: "an empty stream",
    fault: ["empty"],
    code: "upstream_empty",
    says: ["OpenRouter · ", "answered with nothing"],
    money: "bill",
  },
];

/** Broken amid the answer. */
export const CUT_SHORT: Failing[] = [
  {
    what: "half an event",
    fault: ["half-json", { after: 15 }],
    code: "upstream_cut",
    says: ["OpenRouter · ", "before the answer was complete"],
    money: "bill",
    partial: true,
  },
  {
    what: "half a character",
    fault: ["cut-in-char", { after: 15 }],
    code: "upstream_cut",
    says: ["OpenRouter · ", "before the answer was complete"],
    money: "bill",
    partial: true,
  },
  {
    what: "a cut anywhere",
    fault: ["cut", { at: 6000 }],
    code: "upstream_cut",
    says: ["OpenRouter · ", "before the answer was complete"],
    money: "bill",
    partial: true,
  },
  {
    what: "a reset in the middle",
    fault: ["reset", { after: 15 }],
    code: "upstream_cut",
    says: ["OpenRouter · ", "connection broke"],
    money: "bill",
    partial: true,
  },
  {
    what: "an error beside a choice",
    fault: ["stream-error-a", { after: 15 }],
    code: "provider_failed",
    says: ["“Upstream error from Cohere: Network connection lost.”"],
    money: "bill",
    partial: true,
  },
  {
    what: "an error without choices",
    fault: ["stream-error-b", { after: 15 }],
    code: "provider_failed",
    says: ["“Upstream error from Cohere: Network connection lost.”"],
    money: "bill",
    partial: true,
  },
  {
    what: "an error without choices or a word before it",
    fault: ["stream-error-b", { after: 0 }],
    code: "provider_failed",
    says: ["“Upstream error from Cohere: Network connection lost.”"],
    money: "bill",
  },
  {
    what: "an error after the longest answer, with its price",
    fault: ["stream-error-c", { after: 15 }],
    code: "context_too_long",
    says: ["“Token limit reached”"],
    money: "bill",
    partial: true,
  },
  {
    what: "an error whose code is a word",
    fault: ["stream-error-d", { after: 15 }],
    code: "upstream_failed",
    says: ["“Upstream error from Cohere: Network connection lost.”"],
    money: "bill",
    partial: true,
  },
  {
    what: "an error inside the choice",
    fault: ["stream-error-e", { after: 15 }],
    code: "upstream_failed",
    says: ["“Upstream error from Cohere: Network connection lost.”"],
    money: "bill",
    partial: true,
  },
  {
    what: "a stream that falls silent",
    fault: ["stream-error-f", { after: 15 }],
    code: "upstream_cut",
    says: ["OpenRouter · ", "before the answer was complete"],
    money: "bill",
    partial: true,
  },
];
