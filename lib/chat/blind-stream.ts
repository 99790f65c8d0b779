import { asArray, asRecord, asText, type JsonRecord } from "@/lib/core/lenient";
import { createEventReader } from "@/lib/openrouter/event-reader";
import { readableReasoning } from "./completion";

/**
 * Takes pieces of an upstream event stream, cut anywhere, and gives back one that says the same and names nobody: ids,
 * models, providers, usage and the provider's own words are gone. Whole events only, so that the same stream always
 * becomes the same text.
 */
export function createMask(): (text: string) => string {
  let masked: string[] = [];
  const events = createEventReader((data) => {
    const event = data === "[DONE]" ? data : maskEvent(data);
    if (event !== null) masked.push(`data: ${event}\n\n`);
  });
  return (text) => {
    masked = [];
    events.feed(text);
    return masked.join("");
  };
}

/** In our words: the provider's would name it. */
const FAILURE = { error: { code: 502, message: "The answer failed." } };

function maskEvent(data: string): string | null {
  const chunk = readChunk(data);
  const choice = asRecord(asArray(chunk?.choices)[0]);
  const failed = chunk?.error != null || choice?.error != null;
  const delta = asRecord(choice?.delta) ?? asRecord(choice?.message) ?? {};
  const details = asArray(delta.reasoning_details).filter((item) => asRecord(item) !== null) as JsonRecord[];
  const said = {
    content: asText(delta.content) ?? undefined,
    reasoning: asText(delta.reasoning) ?? (readableReasoning(details) || undefined),
    images: asArray(delta.images).length > 0 ? delta.images : undefined,
    tool_calls: asArray(delta.tool_calls).length > 0 ? asArray(delta.tool_calls).map(maskCall) : undefined,
  };
  const finish = asText(choice?.finish_reason);
  if (!failed && finish === null && Object.values(said).every((part) => part === undefined)) return null;
  return JSON.stringify({
    choices: [{ index: 0, delta: said, finish_reason: finish }],
    ...(failed ? FAILURE : {}),
  });
}

/** The ids of calls begin differently with every maker. */
function maskCall(call: unknown) {
  const { index, function: called } = asRecord(call) ?? {};
  return { index, function: called };
}

function readChunk(data: string): JsonRecord | null {
  try {
    return asRecord(JSON.parse(data));
  } catch {
    return null;
  }
}
