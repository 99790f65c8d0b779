import { type Fields, fields, list, textOr } from "@/lib/sandbox/json";
import type { Plan } from "@/lib/sandbox/plan";
import { json } from "@/lib/sandbox/reply";
import { type CallPart, callPart, readChunk } from "./delta";
import { errorBody, messageOf, refusalBody, STOP_REASONS, usageOf } from "./messages-body";
import { messagesToChat } from "./messages-request";
import { type Skin, type Wearer, worn } from "./skin";

/** `POST /messages`: Anthropic's form for every model. */
export const MESSAGES: Skin = {
  idPrefix: "gen-",
  namesId: false,
  vectors: false,
  toChat: messagesToChat,
  refuse: (refusal, headers) =>
    json(refusalBody(refusal), refusal.status, { ...refusal.headers, ...headers }),
  whole(body, plan) {
    if (body.error) return errorBody(body.error);
    const choice = fields(list(body.choices)[0]);
    const message = fields(choice.message);
    const [thought, text] = [textOr(message.reasoning, ""), textOr(message.content, "")];
    return messageOf(plan, {
      content: [
        ...(thought === "" ? [] : [{ type: "thinking", thinking: thought, signature: "" }]),
        ...(text === "" ? [] : [{ type: "text", text }]),
        ...list(message.tool_calls).map((call) => {
          const { id, name, arguments: args } = callPart(call);
          return { type: "tool_use", id, name, input: JSON.parse(args || "{}") };
        }),
      ],
      stop_reason: STOP_REASONS[textOr(choice.finish_reason, "stop")] ?? "end_turn",
      ...(body.usage === undefined ? {} : { usage: body.usage === null ? null : usageOf(body.usage) }),
      ...(body.openrouter_metadata === undefined ? {} : { openrouter_metadata: body.openrouter_metadata }),
    });
  },
  dress: (frames, plan) => worn(frames, createWearer(plan)),
};

type Block = "thinking" | "text" | "tool_use";

const EMPTY_BLOCKS: Record<Block, Fields> = {
  thinking: { type: "thinking", thinking: "", signature: "" },
  text: { type: "text", text: "" },
  tool_use: { type: "tool_use", input: {} },
};

function createWearer(plan: Plan): Wearer {
  let block: Block | null = null;
  let index = 0;
  let isOpen = false;
  let isEnded = false;
  let finish: string | null = null;

  const event = (type: string, more: Fields = {}): string =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;
  const opening = (): string => {
    if (isOpen) return "";
    isOpen = true;
    return event("message_start", {
      message: messageOf(plan, { usage: { input_tokens: 0, output_tokens: 0 } }),
    });
  };
  const close = (): string => {
    if (block === null) return "";
    block = null;
    return event("content_block_stop", { index: index++ });
  };
  const open = (kind: Block, more: Fields = {}): string => {
    const before = close();
    block = kind;
    return (
      before + event("content_block_start", { index, content_block: { ...EMPTY_BLOCKS[kind], ...more } })
    );
  };
  const add = (delta: Fields): string => event("content_block_delta", { index, delta });

  function say(kind: "thinking" | "text", piece: string): string {
    if (piece === "") return "";
    const begun = block === kind ? "" : open(kind);
    return begun + add({ type: `${kind}_delta`, [kind]: piece });
  }

  function call({ id, name, arguments: args }: CallPart): string {
    const begun = id === null ? "" : open("tool_use", { id, name });
    return args === "" ? begun : begun + add({ type: "input_json_delta", partial_json: args });
  }

  function finished(usage: unknown, metadata: unknown): string {
    if (isEnded || finish === null) return "";
    isEnded = true;
    const delta = { stop_reason: STOP_REASONS[finish] ?? "end_turn", stop_sequence: null };
    const told = usage === undefined || usage === null ? {} : { usage: usageOf(usage) };
    const routed = metadata === undefined ? {} : { openrouter_metadata: metadata };
    return close() + event("message_delta", { delta, ...told, ...routed }) + event("message_stop");
  }

  return {
    chunk(chunk) {
      const told = readChunk(chunk);
      if (told.error !== null) {
        isEnded = true;
        return opening() + event("error", { error: errorBody(told.error).error });
      }
      finish = told.finish ?? finish;
      const said =
        opening() + say("thinking", told.thought) + say("text", told.text) + told.calls.map(call).join("");
      return told.usage === undefined ? said : said + finished(told.usage, told.metadata);
    },
    done: () => `${finished(undefined, undefined)}event: data\ndata: [DONE]\n\n`,
    end: () => finished(undefined, undefined),
  };
}
