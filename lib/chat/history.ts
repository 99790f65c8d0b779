import type { Attachment } from "@/lib/conversations/attachments-api";
import { asArray, asRecord, asText, type JsonRecord } from "@/lib/core/lenient";
import { type ContentPart, type Contents, withFiles } from "./content-parts";

export type UpstreamMessage =
  | { role: "system"; content: string }
  | { role: "user"; content: string | ContentPart[] }
  | {
      role: "assistant";
      content: string;
      tool_calls?: unknown;
      reasoning_details?: unknown;
      images?: unknown;
      annotations?: unknown;
    }
  | { role: "tool"; content: string; tool_call_id: string };
type Turn = {
  role: "user" | "assistant" | "tool";
  content: string;
  extras?: JsonRecord | null;
  attachments?: readonly Attachment[];
};

/**
 * What the model gets to read: instructions, then the turns. Answers that never came are left out, and so are
 * calls of tools that nobody answered: providers refuse the one without the other.
 */
export function toMessages(
  system: string | null,
  turns: readonly Turn[],
  contents: Contents = NONE,
): UpstreamMessage[] {
  const instructions = system?.trim() ? [{ role: "system" as const, content: system }] : [];
  return [...instructions, ...turns.flatMap((_, index) => toMessage(turns, index, contents))];
}

const NONE: Contents = new Map();

function toMessage(turns: readonly Turn[], index: number, contents: Contents): UpstreamMessage[] {
  const turn = turns[index];
  if (!turn) return [];
  const { role, content, extras, attachments = [] } = turn;
  if (role === "user") return [{ role, content: withFiles(content, attachments, contents) }];
  if (role === "assistant") {
    // What was read out of documents goes back with the answer, so that nobody is paid to read them again.
    const readings = asArray(extras?.fileAnnotations);
    const drawn = picturesOf(turn);
    const more = {
      ...(readings.length > 0 ? { annotations: readings } : {}),
      ...(drawn.length > 0 ? { images: drawn.map(toPicture) } : {}),
    };
    if (turns[index + 1]?.role !== "tool")
      return content === "" && drawn.length === 0 ? [] : [{ role, content, ...more }];
    // Some providers want their thoughts back, unchanged, with the calls that they led to.
    const details = asArray(extras?.reasoningDetails);
    const thoughts = details.length > 0 ? { reasoning_details: details } : {};
    return [{ role, content, tool_calls: asArray(extras?.toolCalls).map(toCall), ...thoughts, ...more }];
  }
  const caller = turns.findLastIndex((each, at) => at < index && each.role === "assistant");
  const call = asRecord(asArray(turns[caller]?.extras?.toolCalls)[index - caller - 1]);
  return [{ role, content, tool_call_id: idOf(call, index - caller - 1) }];
}

/** What an answer drew, as addresses or `data:` URLs. */
export const picturesOf = ({ extras }: Pick<Turn, "extras">): string[] =>
  asArray(extras?.images).filter((image) => typeof image === "string");

const toPicture = (url: string) => ({ type: "image_url", image_url: { url } });

/** A call as it came, without the number that streams give it; a model that named none gets a name of ours. */
function toCall(value: unknown, index: number) {
  const call = asRecord(value);
  const { name, arguments: text } = asRecord(call?.function) ?? {};
  return {
    id: idOf(call, index),
    type: "function",
    function: { name: asText(name) ?? "", arguments: asText(text) ?? "" },
  };
}

const idOf = (call: JsonRecord | null, index: number): string => asText(call?.id) ?? `call_${index}`;
