const LEADS =
  /^(?:please\s+|hey[,!]?\s+|hi[,!]?\s+|hello[,!]?\s+|can you\s+|could you\s+|would you\s+|i want you to\s+|help me\s+(?:to\s+)?)*(?:explain(?: to me)?|describe|summari[sz]e|compare|tell me about|tell me|write(?: me)?(?: an?| the| some)?(?: short| long| detailed| brief)?(?: essay| article| story| poem| haiku| paragraphs?| text| note| introduction| explanation)?(?: about| on| of| to)?|what(?:'s| is| are| was| were| does| do)|who (?:is|was)|give me(?: an?| some)?(?: overview| introduction| summary| list| ideas)?(?: of| to| about| for)?|list|show me|make(?: me)?(?: an?)?|create(?: an?)?|draw(?: me)?(?: an?)?|should (?:i|we))\s+/i;

/** What a prompt is about, as a phrase that fits into a sentence. */
export function topicOf(prompt: string): string {
  const line =
    prompt
      .trim()
      .split("\n")
      .find((text) => text.trim() !== "") ?? "";
  const sentence = line.split(/(?<=[.!?])\s/)[0] ?? "";
  const phrase = asClause(sentence)
    .replace(LEADS, "")
    .replace(/[\s.!?:;,]+$/, "")
    .replace(/\b(?:please|briefly|in detail|in one sentence|in a few words|step by step)\b/gi, "")
    .replace(/\s+/g, " ")
    .trim();
  const words = phrase.split(" ");
  const short = words.length > 9 ? `${words.slice(0, 9).join(" ")}` : phrase;
  if (short === "") return "this question";
  return /^[A-Z][a-z]/.test(short) && !/^(?:I|The|A|An)\b/.test(short)
    ? short
    : short.charAt(0).toLowerCase() + short.slice(1);
}

/** "Why is the sky blue" and "how do tides work" as clauses: "why the sky is blue", "how tides work". */
function asClause(question: string): string {
  const [, why, verb, thing, rest] = /^(why) (is|are) ((?:the |an? )?\S+) (.+)$/i.exec(question) ?? [];
  if (why !== undefined) return `why ${thing} ${verb} ${rest}`;
  return question
    .replace(/^(how|why) (?:do|does|did|can|should|would) (.+)$/i, "$1 $2")
    .replace(/^(How|Why)\b/, (word) => word.toLowerCase());
}

/** Whether a topic is a clause, such as "how rainbows form". */
export const isClause = (topic: string): boolean => /^(?:how|why|when|where|whether|what)\b/i.test(topic);

/** Puts a topic into `{topic}` and, at the start of a sentence, `{Topic}`. */
export const about = (template: string, topic: string): string =>
  template.replaceAll("{topic}", topic).replaceAll("{Topic}", topic.charAt(0).toUpperCase() + topic.slice(1));
