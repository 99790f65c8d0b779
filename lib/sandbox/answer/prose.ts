import { pick, type Random, sample } from "@/lib/sandbox/random";
import type { Asked } from "./answer";
import GENERIC from "./generic.json";
import KNOWLEDGE from "./knowledge.json";
import { about, isClause, topicOf } from "./topic";
import { type Voice, voiceOf } from "./voice";

type Section = { heading: string; text: string };

/** General prose: a few paragraphs about the topic, in the author's manner. */
export function prose(asked: Asked): string {
  const { random, last } = asked;
  const voice = voiceOf(asked.author);
  const topic = topicOf(last);
  const known = factsAbout(last);
  const sections = known?.slice(0, voice.length + 1) ?? generalities(topic, voice, random);
  const [first] = sections;
  const opening = about(pick(random, voice.openings), topic);
  if (first !== undefined && /\b(?:brief|briefly|short|one sentence|in a sentence|tl;?dr)\b/i.test(last))
    return first.text;
  const paragraphs = /\b(?:in|write) (one|two|three) paragraphs?\b/i.exec(last)?.[1]?.toLowerCase();
  if (paragraphs !== undefined) {
    const count = ["one", "two", "three"].indexOf(paragraphs) + 1;
    return [`${opening} ${first?.text ?? ""}`, ...sections.slice(1).map(({ text }) => text)]
      .slice(0, count)
      .join("\n\n");
  }
  return [
    ...recalled(asked),
    opening,
    ...sections.map((section) => laidOut(section, voice)),
    ...(known ? [] : points(asked, voice)),
    about(pick(random, voice.closings), topic),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

const factsAbout = (prompt: string): Section[] | undefined =>
  KNOWLEDGE.find(({ pattern }) => new RegExp(pattern, "i").test(prompt))?.facts.map(toSection);

/** What can be said about anything. */
function generalities(topic: string, voice: Voice, random: Random): Section[] {
  // A clause reads badly after a preposition.
  const subject = isClause(topic) ? "this" : topic;
  return sample(random, GENERIC.paragraphs, voice.length)
    .map(toSection)
    .map(({ heading, text }) => ({ heading, text: about(text, subject) }));
}

const toSection = ([heading = "", text = ""]: string[]): Section => ({ heading, text });

/** Under headings, as plain paragraphs, or, from those who are brief, as points. */
function laidOut({ heading, text }: Section, { headings, length, bullet }: Voice): string {
  if (headings) return `## ${heading}\n\n${text}`;
  return length <= 3 ? `${bullet} **${heading}.** ${text}` : text;
}

function points({ random }: Asked, { bullet, headings }: Voice): string[] {
  const listed = sample(random, GENERIC.points, 3).map(
    (point, index) => `${bullet === "1." ? `${index + 1}.` : bullet} ${point}`,
  );
  return [headings ? `## Key points\n\n${listed.join("\n")}` : listed.join("\n")];
}

/** In a conversation, a word about what was said before. */
function recalled({ earlier, random }: Asked): string[] {
  const before = earlier.at(-1);
  if (before === undefined) return [];
  const topic = topicOf(before);
  return [
    pick(random, [
      `This connects to what you asked before about ${topic}.`,
      `Building on ${topic} from earlier:`,
      `We talked about ${topic} a moment ago; keep that in mind here.`,
    ]),
  ];
}
