import { sample } from "@/lib/sandbox/random";
import type { Asked, Citation } from "./answer";
import { topicOf } from "./topic";

const SITES = [
  ["https://en.wikipedia.org/wiki/", "Wikipedia"],
  ["https://www.britannica.com/topic/", "Britannica"],
  ["https://developer.mozilla.org/en-US/search?q=", "MDN"],
  ["https://arxiv.org/a/", "arXiv"],
  ["https://www.nature.com/search?q=", "Nature"],
  ["https://news.ycombinator.com/item?id=", "Hacker News"],
] as const;

/** Pages that a search might have found. */
export function citations({ last, random }: Asked): Citation[] {
  const topic = topicOf(last);
  const slug = encodeURIComponent(topic.replaceAll(" ", "_"));
  return sample(random, SITES, 3).map(([address, site]) => ({
    url: `${address}${slug}`,
    title: `${topic} — ${site}`,
    content: `A page about ${topic}.`,
  }));
}
