import { type Fields, fields, list } from "@/lib/sandbox/json";
import type { Plan } from "@/lib/sandbox/plan";
import { type CallPart, readChunk } from "./delta";
import {
  callItem,
  ended,
  errorOf,
  itemId,
  messageItem,
  reasoningItem,
  responseOf,
  usageOf,
} from "./responses-body";
import type { Wearer } from "./skin";

const STEMS = { message: "response.output_text", reasoning: "response.reasoning_text" } as const;

type Item = { kind: "reasoning" | "message" | "call"; id: string; name: string; text: string };

/** Says as the events of a response what a chat says in chunks. */
export function createWearer(plan: Plan): Wearer {
  const output: unknown[] = [];
  let sequence = 0;
  let item: Item | null = null;
  let isOpen = false;
  let isEnded = false;
  let finish: string | null = null;

  const event = (type: string, more: Fields): string =>
    `data: ${JSON.stringify({ type, ...more, sequence_number: sequence++ })}\n\n`;
  const opening = (): string => {
    if (isOpen) return "";
    isOpen = true;
    const response = responseOf(plan, "in_progress");
    return event("response.created", { response }) + event("response.in_progress", { response });
  };
  const place = () => ({ output_index: output.length, item_id: item?.id, content_index: 0 });

  function close(): string {
    if (item === null) return "";
    const { kind, id, name, text } = item;
    const done =
      kind === "call"
        ? callItem(id, name, text, "completed")
        : kind === "message"
          ? messageItem(plan, text)
          : reasoningItem(plan, text);
    const said =
      kind === "call"
        ? event("response.function_call_arguments.done", { ...place(), name, arguments: text })
        : event(`${STEMS[kind]}.done`, { ...place(), text, ...(kind === "message" && { logprobs: [] }) }) +
          event("response.content_part.done", { ...place(), part: list(fields(done).content)[0] });
    const last = event("response.output_item.done", { output_index: output.length, item: done });
    output.push(done);
    item = null;
    return said + last;
  }

  function open(kind: Item["kind"], id: string, name = ""): string {
    const before = close();
    item = { kind, id, name, text: "" };
    const begun =
      kind === "call"
        ? callItem(id, name, "", "in_progress")
        : kind === "message"
          ? { ...messageItem(plan, ""), status: "in_progress" }
          : reasoningItem(plan, "");
    const [part] = list(fields(begun).content);
    const added = { output_index: output.length, item: part ? { ...begun, content: [] } : begun };
    return (
      before +
      event("response.output_item.added", added) +
      (part ? event("response.content_part.added", { ...place(), part }) : "")
    );
  }

  function say(kind: "reasoning" | "message", delta: string): string {
    if (delta === "") return "";
    const begun = item?.kind === kind ? "" : open(kind, itemId(plan, kind === "message" ? "msg" : "rs"));
    if (item) item.text += delta;
    return (
      begun +
      event(`${STEMS[kind]}.delta`, { ...place(), delta, ...(kind === "message" && { logprobs: [] }) })
    );
  }

  function call(part: CallPart): string {
    const begun = part.id === null ? "" : open("call", part.id, part.name);
    if (item === null || part.arguments === "") return begun;
    item.text += part.arguments;
    return begun + event("response.function_call_arguments.delta", { ...place(), delta: part.arguments });
  }

  function finished(usage: unknown, metadata: unknown): string {
    if (isEnded || finish === null) return "";
    isEnded = true;
    const response = () => ended(plan, finish ?? "stop", output, usage, metadata);
    const last = close();
    return (
      last +
      event(finish === "length" ? "response.incomplete" : "response.completed", { response: response() })
    );
  }

  return {
    chunk(chunk) {
      const told = readChunk(chunk);
      if (told.error !== null) {
        isEnded = true;
        const usage = told.usage === undefined ? {} : { usage: usageOf(told.usage) };
        const response = responseOf(plan, "failed", { output, error: errorOf(told.error), ...usage });
        return opening() + event("response.failed", { response });
      }
      finish = told.finish ?? finish;
      const said =
        opening() +
        say("reasoning", told.thought) +
        say("message", told.text) +
        told.calls.map(call).join("");
      return told.usage === undefined ? said : said + finished(told.usage, told.metadata);
    },
    done: () => `${finished(undefined, undefined)}data: [DONE]\n\n`,
    end: () => finished(undefined, undefined),
  };
}
