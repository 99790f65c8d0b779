import { MOST_TOKENS, readTokenChances, type TokenChance } from "@/lib/conversations/token-chances";
import { AppError, describeFailure, type Failure } from "@/lib/core/errors";
import { asArray, asRecord, asText, type JsonRecord } from "@/lib/core/lenient";
import { asLabel } from "@/lib/core/storable";
import { createEventReader } from "@/lib/openrouter/event-reader";
import { readFailure } from "@/lib/openrouter/failure";
import { parseExact } from "@/lib/openrouter/json";
import { mergeUsage, readUsage, type Usage } from "@/lib/openrouter/usage";
import { mergeByIndex } from "./merge";

/** All that a stream has said so far. */
export type Completion = {
  text: string;
  reasoning: string;
  /** Reasoning items, merged by index; some providers want them back unchanged in the next turn. */
  reasoningDetails: readonly JsonRecord[];
  toolCalls: readonly JsonRecord[];
  /** Data URLs. */
  images: readonly string[];
  /** How likely the tokens were, where that was asked for. */
  chances: readonly TokenChance[];
  /** What was read out of the documents that were sent; going back with the answer it need not be read again. */
  fileAnnotations: readonly JsonRecord[];
  /** What answered, which may not be what was asked. */
  model: string | null;
  provider: string | null;
  upstreamId: string | null;
  finishReason: string | null;
  nativeFinishReason: string | null;
  usage: Usage | null;
  failure: Failure | null;
  /** What the router says of the providers it tried, as sent. */
  routing: JsonRecord | null;
  /** When the first content, reasoning or tool call came, on the clock that the caller feeds. */
  firstTokenAt: number | null;
  /** How many events could be read. */
  events: number;
  /** How many events could not. */
  garbled: number;
  /** The stream ended in the middle of an event. */
  cut: boolean;
  /** The stream said that it is complete. */
  done: boolean;
};

export const EMPTY: Completion = {
  text: "",
  reasoning: "",
  reasoningDetails: [],
  toolCalls: [],
  images: [],
  chances: [],
  fileAnnotations: [],
  model: null,
  provider: null,
  upstreamId: null,
  finishReason: null,
  nativeFinishReason: null,
  usage: null,
  failure: null,
  routing: null,
  firstTokenAt: null,
  events: 0,
  garbled: 0,
  cut: false,
  done: false,
};

export type CompletionReader = {
  /** Takes the next piece of the stream's text, cut anywhere, and the time at which it came. */
  feed(text: string, at: number): Completion;
  end(at: number): Completion;
  readonly completion: Completion;
};

/** What one event says beyond what was said before it. */
export type AddEvent = (before: Completion, event: JsonRecord, at: number) => Completion;

/** Reads an upstream event stream, of chat unless told otherwise. The browser draws the result, the server records it. */
export function createCompletionReader(add: AddEvent = addChunk): CompletionReader {
  let completion = EMPTY;
  let now = 0;
  let ending = false;
  const events = createEventReader((data) => {
    const next = addData(add, completion, data, now);
    // What is unreadable because its second half never came is no garbage.
    completion = ending && next.garbled > completion.garbled ? { ...completion, cut: true } : next;
  });
  const step = (at: number, read: () => void): Completion => {
    now = at;
    read();
    return completion;
  };
  return {
    feed: (text, at) => step(at, () => events.feed(text)),
    end: (at) =>
      step(at, () => {
        ending = true;
        events.end();
      }),
    get completion() {
      return completion;
    },
  };
}

/** One event of the stream: a chunk, the closing mark, or something unreadable, which is counted. */
function addData(add: AddEvent, completion: Completion, data: string, at: number): Completion {
  if (data === "[DONE]") return { ...completion, done: true };
  try {
    // Only the event with the bill needs its numbers as they were written.
    const event = asRecord(BILL.test(data) ? parseExact(data) : JSON.parse(data));
    if (event) return add(completion, event, at);
  } catch (error) {
    // Nested beyond what the stack holds is as unreadable as what is no JSON.
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
  }
  return { ...completion, garbled: completion.garbled + 1 };
}

const BILL = /"usage"\s*:\s*\{/;

/** A chunk of a chat or of a text that is continued, or the same as one body. */
export function addChunk(before: Completion, chunk: JsonRecord, at: number): Completion {
  const choice = asRecord(asArray(chunk.choices)[0]);
  // Streams send deltas; a whole answer in one body has the same fields in a message.
  const delta = asRecord(choice?.delta) ?? asRecord(choice?.message) ?? {};
  const text = asText(delta.content) ?? asText(choice?.text) ?? "";
  const details = asArray(delta.reasoning_details).filter((item) => asRecord(item) !== null) as JsonRecord[];
  const toolCalls = asArray(delta.tool_calls).filter((item) => asRecord(item) !== null) as JsonRecord[];
  const reasoning = asText(delta.reasoning) ?? readableReasoning(details);
  const images = asArray(delta.images).flatMap(imageUrl);
  const readings = asArray(delta.annotations)
    .map(asRecord)
    .filter((item) => item?.type === "file") as JsonRecord[];
  const chances = before.chances.length < MOST_TOKENS ? readTokenChances(choice?.logprobs) : [];
  const isToken =
    text !== "" || reasoning !== "" || toolCalls.length > 0 || images.length > 0 || details.length > 0;
  const finishReason = asLabel(choice?.finish_reason);
  return {
    text: before.text + text,
    reasoning: before.reasoning + reasoning,
    reasoningDetails:
      details.length > 0 ? mergeByIndex(before.reasoningDetails, details) : before.reasoningDetails,
    toolCalls: toolCalls.length > 0 ? mergeByIndex(before.toolCalls, toolCalls) : before.toolCalls,
    images: images.length > 0 ? [...before.images, ...images] : before.images,
    chances: chances.length > 0 ? [...before.chances, ...chances].slice(0, MOST_TOKENS) : before.chances,
    fileAnnotations: readings.length > 0 ? [...before.fileAnnotations, ...readings] : before.fileAnnotations,
    model: asLabel(chunk.model) ?? before.model,
    provider: asLabel(chunk.provider) ?? before.provider,
    upstreamId: before.upstreamId ?? asLabel(chunk.id),
    finishReason: finishReason ?? before.finishReason,
    nativeFinishReason: asLabel(choice?.native_finish_reason) ?? before.nativeFinishReason,
    usage: mergeUsage(before.usage, readUsage(chunk.usage)),
    failure: before.failure ?? failureIn(chunk, choice, finishReason),
    routing: asRecord(chunk.openrouter_metadata) ?? before.routing,
    firstTokenAt: before.firstTokenAt ?? (isToken ? at : null),
    events: before.events + 1,
    garbled: before.garbled,
    cut: before.cut,
    done: before.done,
  };
}

/** An error inside a stream stands at the top, in a choice, or only in the finish reason. */
function failureIn(
  chunk: JsonRecord,
  choice: JsonRecord | null,
  finishReason: string | null,
): Failure | null {
  const error = chunk.error ?? choice?.error;
  if (error === undefined || error === null) {
    return finishReason === "error" ? describeFailure(new AppError("provider_failed")) : null;
  }
  const body = { error: asRecord(error) ?? { message: String(error) } };
  const failure = describeFailure(readFailure({ status: 502, body }));
  const provider = failure.provider ?? (failure.by === "provider" ? asLabel(chunk.provider) : null);
  return provider ? { ...failure, provider } : failure;
}

/** Thoughts that stand only in the details. */
export function readableReasoning(details: readonly JsonRecord[]): string {
  return details.map((item) => asText(item.text) ?? asText(item.summary) ?? "").join("");
}

const IMAGE = /^data:image\/(?:png|jpeg|webp|gif);base64,[A-Za-z0-9+/=]+$/;

function imageUrl(value: unknown): string[] {
  const url = asText(asRecord(asRecord(value)?.image_url)?.url);
  return url && IMAGE.test(url) ? [url] : [];
}
