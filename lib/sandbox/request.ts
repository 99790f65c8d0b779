import { type Failure, failure } from "./failure";
import { type Fields, fields, isFields, list, numberOr, textOr, texts } from "./json";

export type Message = {
  role: string;
  /** All text parts, joined. */
  text: string;
  images: number;
  files: number;
  calls: { name: string; arguments: string }[];
  /** Carries a `cache_control` mark. */
  breakpoint: boolean;
  hour: boolean;
};

export type Tool = { name: string; description: string; parameters: Fields };

export type Effort = "max" | "xhigh" | "high" | "medium" | "low" | "minimal" | "none";

/** A completion request, read leniently: unknown fields are ignored, as OpenRouter does. */
export type ChatRequest = {
  body: Fields;
  /** The chain in order: `model` first, then `models`. */
  models: string[];
  messages: Message[];
  stream: boolean;
  maxTokens: number | null;
  stop: string[];
  effort: Effort | null;
  thinkingBudget: number | null;
  hideReasoning: boolean;
  tools: Tool[];
  provider: Fields;
  plugins: Fields[];
  format: Fields;
  /** Wants vectors of the messages, and no answer. */
  vectors: boolean;
};

const INPUT_REQUIRED = 'Input required: specify "prompt" or "messages"';
const PROVIDER_FIELDS =
  "order only ignore allow_fallbacks require_parameters data_collection zdr enforce_distillable_text quantizations sort max_price preferred_min_throughput preferred_max_latency options";

/** Reads a request body in OpenRouter's order of complaints. */
export function readRequest(body: unknown, vectors = false): ChatRequest | Failure {
  if (!isFields(body)) return bad("Input must have at least 1 token.", { provider_name: null });
  const raw = typeof body.prompt === "string" ? [{ role: "user", content: body.prompt }] : body.messages;
  if (!Array.isArray(raw) || raw.length === 0 || !raw.every(isFields)) return bad(INPUT_REQUIRED);
  if (Array.isArray(body.models) && body.models.length > 3)
    return bad("'models' array must have 3 items or fewer.");
  const stray = Object.keys(fields(body.provider)).find((name) => !PROVIDER_FIELDS.split(" ").includes(name));
  if (stray !== undefined) return bad(`provider: Unrecognized key: "${stray}"`);
  const range = outOfRange(body);
  if (range !== null) return bad(range);
  const reasoning = fields(body.reasoning);
  const effort = textOr(reasoning.effort, textOr(body.reasoning_effort, null)) as Effort | null;
  if (
    typeof reasoning.effort === "string" &&
    typeof body.reasoning_effort === "string" &&
    reasoning.effort !== body.reasoning_effort
  )
    return bad("reasoning.effort and reasoning_effort must not contradict each other");
  const chain = [
    ...(typeof body.model === "string" && body.model !== "" ? [body.model] : []),
    ...texts(body.models),
  ];
  return {
    body,
    models: chain.length === 0 ? ["openrouter/auto"] : [...new Set(chain)],
    messages: raw.map(readMessage),
    stream: body.stream === true,
    maxTokens: numberOr(body.max_completion_tokens, numberOr(body.max_tokens, null)),
    stop: typeof body.stop === "string" ? [body.stop] : texts(body.stop).slice(0, 4),
    effort: reasoning.enabled === false ? "none" : (effort ?? (reasoning.enabled === true ? "medium" : null)),
    thinkingBudget: numberOr(reasoning.max_tokens, null),
    hideReasoning: reasoning.exclude === true || body.include_reasoning === false,
    tools: list(body.tools).flatMap(readTool),
    provider: fields(body.provider),
    plugins: list(body.plugins).filter(isFields),
    format: fields(body.response_format),
    vectors,
  };
}

const bad = (message: string, metadata?: Fields): Failure =>
  failure(400, message, { named: true, ...(metadata && { metadata }) });

function outOfRange(body: Fields): string | null {
  const ranges: [string, number, number][] = [
    ["temperature", 0, 2],
    ["top_p", 0, 1],
    ["max_tokens", 1, Infinity],
    ["max_completion_tokens", 1, Infinity],
    ["frequency_penalty", -2, 2],
    ["presence_penalty", -2, 2],
  ];
  const broken = ranges.find(([name, low, high]) => {
    const value = body[name];
    if (value === undefined || value === null) return false;
    const isKind = typeof value === "number" && (!name.includes("tokens") || Number.isInteger(value));
    return !(isKind && value >= low && value <= high);
  });
  return broken ? `Invalid value for '${broken[0]}'` : null;
}

function readMessage(message: Fields): Message {
  const parts =
    typeof message.content === "string"
      ? [{ type: "text", text: message.content }]
      : list(message.content).map(fields);
  const marks = parts.map((part) => fields((part as Fields).cache_control));
  return {
    role: textOr(message.role, "user"),
    text: parts.map((part) => textOr((part as Fields).text, "")).join(""),
    images: parts.filter((part) => part.type === "image_url").length,
    files: parts.filter(
      (part) => part.type === "file" || part.type === "input_audio" || part.type === "video_url",
    ).length,
    calls: list(message.tool_calls).map((call) => {
      const called = fields(fields(call).function);
      return { name: textOr(called.name, ""), arguments: textOr(called.arguments, "") };
    }),
    breakpoint: marks.some((mark) => mark.type === "ephemeral"),
    hour: marks.some((mark) => mark.ttl === "1h"),
  };
}

function readTool(tool: unknown): Tool[] {
  const { type, function: declared } = fields(tool);
  const { name, description, parameters } = fields(declared);
  if (type !== "function" || typeof name !== "string") return [];
  return [{ name, description: textOr(description, ""), parameters: fields(parameters) }];
}
