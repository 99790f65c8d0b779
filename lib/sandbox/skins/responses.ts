import { refuse } from "@/lib/sandbox/failure";
import { fields, list, textOr } from "@/lib/sandbox/json";
import { callPart } from "./delta";
import { callItem, ended, errorOf, messageItem, reasoningItem, responseOf } from "./responses-body";
import { responsesToChat } from "./responses-request";
import { createWearer } from "./responses-stream";
import { type Skin, worn } from "./skin";

/** `POST /responses`, as OpenRouter streamed it in August 2026: no `event:` lines, and `[DONE]` at the end. */
export const RESPONSES: Skin = {
  idPrefix: "gen-",
  namesId: false,
  vectors: false,
  toChat: responsesToChat,
  refuse,
  whole(body, plan) {
    if (body.error) return { ...responseOf(plan, "failed"), id: body.id, error: errorOf(body.error) };
    const choice = fields(list(body.choices)[0]);
    const message = fields(choice.message);
    const output = [
      ...(textOr(message.reasoning, "") === "" ? [] : [reasoningItem(plan, textOr(message.reasoning, ""))]),
      ...(textOr(message.content, "") === "" ? [] : [messageItem(plan, textOr(message.content, ""))]),
      ...list(message.tool_calls).map((call) => {
        const { id, name, arguments: args } = callPart(call);
        return callItem(id ?? "", name, args, "completed");
      }),
    ];
    return ended(plan, textOr(choice.finish_reason, "stop"), output, body.usage, body.openrouter_metadata);
  },
  dress: (frames, plan) => worn(frames, createWearer(plan)),
};
