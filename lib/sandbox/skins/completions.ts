import { refuse } from "@/lib/sandbox/failure";
import { type Fields, fields, list } from "@/lib/sandbox/json";
import { type Skin, worn } from "./skin";

/** `POST /completions`: a text in, `choices[].text` out. */
export const COMPLETIONS: Skin = {
  idPrefix: "gen-",
  namesId: true,
  vectors: false,
  toChat({ messages: _messages, prompt, ...body }) {
    const [only, ...more] = list(prompt);
    // A list of more than one, or of tokens, is no prompt here.
    return { ...body, prompt: typeof only === "string" && more.length === 0 ? only : prompt };
  },
  refuse,
  whole: (body) => inText(body),
  dress: (frames) =>
    worn(frames, { chunk: (chunk) => frame(inText(chunk)), done: () => "data: [DONE]\n\n", end: () => "" }),
};

const frame = (chunk: unknown): string => `data: ${JSON.stringify(chunk)}\n\n`;

const inText = (chunk: Fields): Fields => ({
  ...chunk,
  object: "text_completion",
  choices: list(chunk.choices).map((choice) => {
    const { delta, message, ...rest } = fields(choice);
    const said = fields(delta ?? message);
    return { ...rest, logprobs: null, text: said.content ?? "", reasoning: said.reasoning ?? null };
  }),
});
