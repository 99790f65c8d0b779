import { pick, sample } from "@/lib/sandbox/random";
import type { Asked } from "./answer";
import { about, topicOf } from "./topic";
import { voiceOf } from "./voice";

const POEMS: readonly [string[], ...string[][]] = [
  [
    "Between the question and the light",
    "{topic} waits, half out of sight;",
    "a word is placed, a word withdrawn,",
    "and what was dark is nearly dawn.",
    "",
    "No hurry bends the patient stream,",
    "it counts its tokens like a dream,",
    "and when the final line is read",
    "the silence knows what has been said.",
  ],
  [
    "I asked the evening about {topic};",
    "it answered with a window's gold,",
    "a kettle's breath, a turning page,",
    "a story that had not been told.",
    "",
    "I asked again. It did not mind.",
    "It closed the book and left me this:",
    "that what we look for, we may find",
    "in what we very nearly miss.",
  ],
];

const HAIKU = ["A quiet cursor —", "{topic} finds its first line,", "then the page breathes out."];

const COLUMNS = [
  ["Cost", "Low to start, grows with use", "Higher to start, then flat"],
  ["Speed", "Quick for small cases", "Quick at scale"],
  ["Learning curve", "Gentle", "Steeper, then pleasant"],
  ["Flexibility", "High", "Moderate"],
  ["Reliability", "Good with care", "Very good by design"],
  ["Best for", "Trying things out", "Running them for years"],
] as const;

const IDEAS = [
  "Start with the smallest useful step",
  "Write down what you would regret not knowing",
  "Ask someone who disagrees",
  "Set a date for looking back",
  "Remove one thing before adding another",
  "Measure before and after",
  "Keep a record that others can read",
  "Prefer boring tools where it matters",
  "Make the good path the easy one",
  "Leave room for one surprise",
  "Say no in writing",
  "Celebrate the finished, not the planned",
];

export function poem({ last, random }: Asked): string | null {
  if (!/\b(?:poem|haiku|verse|sonnet|limerick|rhyme|song|gedicht)\b/i.test(last)) return null;
  const topic = topicOf(last);
  const lines = /haiku/i.test(last) ? HAIKU : pick(random, POEMS);
  return lines
    .map((line) => about(line, topic))
    .join("\n")
    .replace(/^[a-z]/, (first) => first.toUpperCase());
}

export function table({ last, random }: Asked): string | null {
  if (!/\b(?:table|compare|comparison|versus|vs\.?)\b/i.test(last)) return null;
  const sides =
    /(?:compare\s+)?(?:the\s+)?([\w#+.\- ]{1,30}?)\s+(?:vs\.?|versus|and|with|to)\s+([\w#+.\- ]{1,30}?)(?:[\s,.?!:]|$)/i.exec(
      last.replace(/^.*?\bcompar\w+\s+(?:of\s+|between\s+)?/i, ""),
    );
  const [left, right] = [sides?.[1]?.trim() || "Option A", sides?.[2]?.trim() || "Option B"];
  const rows = sample(random, COLUMNS, 5).map(
    ([aspect, first, second]) => `| ${aspect} | ${first} | ${second} |`,
  );
  return [
    `| Aspect | ${left} | ${right} |`,
    "| --- | --- | --- |",
    ...rows,
    "",
    `**In short:** choose ${left} to find out quickly, ${right} when you already know.`,
  ].join("\n");
}

export function itemList({ last, author, random }: Asked): string | null {
  const match =
    /\b(?:list|give me|name|top|suggest)\b[^\n.]*?\b(\d{1,2}|three|four|five|six|seven|ten)\b|\b(?:bullet points?|list of|ideas for|tips)\b/i.exec(
      last,
    );
  if (match === null) return null;
  const numbers: Record<string, number> = { three: 3, four: 4, five: 5, six: 6, seven: 7, ten: 10 };
  const asked = match[1]?.toLowerCase() ?? "5";
  const count = Math.min(Math.max(numbers[asked] ?? Number(asked), 1), IDEAS.length);
  const bullet = match[1] === undefined ? voiceOf(author).bullet : "1.";
  const items = sample(random, IDEAS, count).map(
    (idea, index) => `${bullet === "1." ? `${index + 1}.` : bullet} **${idea}.**`,
  );
  return `Here you go:\n\n${items.join("\n")}`;
}
