import { pick } from "@/lib/sandbox/random";
import type { Asked } from "./answer";

const GREETINGS = {
  openai: "Hi! What are you working on today?",
  anthropic: "Hello! It's good to hear from you. What's on your mind?",
  google: "Hello! How can I help you today?",
  "x-ai": "Hey. What's up?",
  qwen: "Hello! 😊 How can I assist you today?",
  deepseek: "Hello! How can I help you today?",
  mistralai: "Hello. How may I help?",
} as Record<string, string>;

/** `Say exactly "pong"` and its relatives are obeyed to the letter. */
export function echo({ last }: Asked): string | null {
  const quoted =
    /\b(?:say|reply|respond|answer|output|print|repeat|write)\b(?:\s+(?:with|only|just|exactly|the word|the words|the following|nothing but|back|this))*\s*:?\s*(?:"([^"]+)"|“([^”]+)”|'([^']+)'|`([^`]+)`)/i.exec(
      last,
    );
  const words = quoted?.slice(1).find((found) => found !== undefined);
  if (words !== undefined) return words;
  const bare =
    /\b(?:say|reply|respond|answer|output|repeat)\b(?:\s+(?:with|only|just))*\s+(?:exactly|the word|only|just|nothing but)\s*:?\s+(\S[^\n]{0,300}?)[.!]?\s*$/i.exec(
      last,
    );
  return bare?.[1] ?? null;
}

export function smallTalk({ last, author, modelName, random }: Asked): string | null {
  const text = last.trim();
  if (
    /^(?:hi|hello|hey|hallo|bonjour|good (?:morning|evening|afternoon)|moin|servus)\b[^\n]{0,20}$/i.test(text)
  )
    return GREETINGS[author] ?? "Hello! How can I help?";
  if (/^(?:thanks|thank you|thx|merci|danke)\b[^\n]{0,40}$/i.test(text))
    return pick(random, ["You're welcome!", "Any time.", "Glad it helped!"]);
  if (/\b(?:who are you|what model are you|which model|what are you called)\b/i.test(text))
    return `I'm ${modelName}, answering from a sandbox: my words are made up on the spot, my bill is exact.`;
  if (/^(?:ping|test|testing)\W*$/i.test(text)) return "pong";
  return null;
}

/** Questions about the conversation itself. */
export function conversation({ last, earlier, request }: Asked): string | null {
  const name = earlier
    .map((text) => /\bmy name is ([\p{L}'-]+)/iu.exec(text)?.[1])
    .findLast((found) => found !== undefined);
  if (/\bwhat(?:'s| is) my name\b/i.test(last))
    return name === undefined ? "You haven't told me your name yet." : `Your name is ${name}.`;
  if (/\bwhat did i (?:just )?(?:say|ask|write|tell)/i.test(last))
    return earlier.length === 0
      ? "This is your first message, so there is nothing before it."
      : `You wrote: “${clip(earlier.at(-1) ?? "")}”`;
  const previous = request.messages.findLast(({ role }) => role === "assistant")?.text ?? "";
  if (
    earlier.length > 0 &&
    /^(?:shorter|make it shorter|summari[sz]e (?:that|this|it)|tl;?dr)\W*$/i.test(last.trim())
  )
    return `${clip(previous.replace(/[#*_`]/g, ""))}`;
  if (earlier.length > 0 && /^(?:continue|go on|more|and then)\W*$/i.test(last.trim()))
    return `Coming back to “${clip(earlier.at(-1) ?? "")}”: the next step is to try it on something small and real, and to write down what surprised you. Whatever surprises you twice deserves a rule; the rest is noise.`;
  return null;
}

const clip = (text: string): string => (text.length > 160 ? `${text.slice(0, 157).trimEnd()}…` : text);
