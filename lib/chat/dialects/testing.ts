/** An event as it stands in a stream, under a name where it has one. */
export const eventOf = (data: object | string, name?: string): string =>
  `${name === undefined ? "" : `event: ${name}\n`}data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;

/** An event of Anthropic's: named by its type. */
const named = (data: { type: string } & Record<string, unknown>): string => eventOf(data, data.type);

const DONE = "data: [DONE]\n\n";
const COST = "0.0076509169000000005";

/** Amounts as they are written, which no number could hold. */
const withCost = (text: string): string => text.replaceAll('"COST"', COST);

const response = (status: string, more: object = {}) => ({
  id: "gen-1",
  object: "response",
  model: "acme/demo",
  status,
  error: null,
  output: [],
  usage: null,
  ...more,
});
const RESPONSE_USAGE = {
  input_tokens: 120,
  input_tokens_details: { cached_tokens: 100 },
  output_tokens: 9,
  output_tokens_details: { reasoning_tokens: 4 },
  cost: "COST",
  is_byok: false,
};
const DELTA = { output_index: 0, item_id: "msg_1", content_index: 0 };

/** A response as OpenRouter streams it, keep-alive comments and all; `echo` is said again at the end in full. */
export const responsesStream = (echo = "déjà vu 🎈"): string =>
  withCost(
    [
      ": \n\n",
      eventOf({ type: "response.created", response: response("in_progress"), sequence_number: 0 }),
      eventOf({ type: "response.in_progress", response: response("in_progress"), sequence_number: 1 }),
      ": OPENROUTER PROCESSING\n\n",
      eventOf({ type: "response.reasoning_text.delta", ...DELTA, delta: "Hm", sequence_number: 2 }),
      eventOf({ type: "response.output_text.delta", ...DELTA, delta: echo, sequence_number: 3 }),
      eventOf({ type: "response.output_text.done", ...DELTA, text: echo, sequence_number: 4 }),
      eventOf({
        type: "response.completed",
        response: response("completed", {
          output: [{ type: "message", content: [{ type: "output_text", text: echo }] }],
          usage: RESPONSE_USAGE,
        }),
        sequence_number: 5,
      }),
      DONE,
    ].join(""),
  );

const MESSAGE = {
  id: "gen-1",
  type: "message",
  role: "assistant",
  model: "acme/demo",
  provider: "Acme",
  content: [],
  stop_reason: null,
};
const MESSAGE_USAGE = {
  input_tokens: 20,
  cache_read_input_tokens: 100,
  cache_creation_input_tokens: 0,
  output_tokens: 9,
  output_tokens_details: { thinking_tokens: 4 },
  cost: "COST",
  is_byok: false,
};

/** A message as OpenRouter streams it; Anthropic itself ends without the mark. */
export const messagesStream = (): string =>
  withCost(
    [
      ": OPENROUTER PROCESSING\n\n",
      named({
        type: "message_start",
        message: { ...MESSAGE, usage: { input_tokens: 0, output_tokens: 0, cost: 0 } },
      }),
      named({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } }),
      named({ type: "ping" }),
      named({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "déjà vu 🎈" } }),
      named({ type: "content_block_stop", index: 0 }),
      named({ type: "message_delta", delta: { stop_reason: "end_turn" }, usage: MESSAGE_USAGE }),
      named({ type: "message_stop" }),
      eventOf("[DONE]", "data"),
    ].join(""),
  );

/** A text that is continued. */
export const completionsStream = (): string => {
  const chunk = (text: string, more: object = {}) => ({
    id: "gen-1",
    object: "text_completion",
    model: "acme/demo",
    provider: "Acme",
    choices: [{ index: 0, text, finish_reason: null }],
    ...more,
  });
  return withCost(
    [
      eventOf(chunk("")),
      eventOf(chunk("déjà vu 🎈")),
      eventOf({
        ...chunk(""),
        choices: [{ index: 0, text: "", finish_reason: "stop", native_finish_reason: "end_turn" }],
        usage: {
          prompt_tokens: 120,
          prompt_tokens_details: { cached_tokens: 100 },
          completion_tokens: 9,
          completion_tokens_details: { reasoning_tokens: 4 },
          cost: "COST",
        },
      }),
      DONE,
    ].join(""),
  );
};

/** Vectors: a body of which nearly nothing says what it cost. */
export const embeddingsBody = (vectors: unknown[] = [[0.1, -0.2], "AAAA"]): string =>
  withCost(
    JSON.stringify({
      object: "list",
      data: vectors.map((embedding, index) => ({ object: "embedding", index, embedding })),
      model: "text-embedding-3-small",
      provider: "Acme",
      id: "gen-emb-1",
      usage: { prompt_tokens: 120, total_tokens: 120, cost: "COST" },
    }),
  );
