import { hash, seeded } from "@/lib/sandbox/random";
import type { ChatRequest } from "@/lib/sandbox/request";
import type { Answer, Asked } from "./answer";
import { arithmetic } from "./arithmetic";
import { code } from "./code";
import { itemList, poem, table } from "./forms";
import { picture, wantsPicture } from "./picture";
import { prose } from "./prose";
import { conversation, echo, smallTalk } from "./small-talk";
import { citations } from "./sources";
import { structured } from "./structured";
import { afterTools, toolCalls } from "./tool-use";
import { translation } from "./translation";

export type Speaker = { id: string; name: string; outputs: string[]; searches: boolean };

/** The answer to a request: the same for the same seed, model and request. */
export function compose(request: ChatRequest, speaker: Speaker, seed: number): Answer {
  const said = request.messages.filter(({ role }) => role === "user").map(({ text }) => text);
  const asked: Asked = {
    request,
    last: said.at(-1) ?? "",
    earlier: said.slice(0, -1),
    author: speaker.id.split("/")[0] ?? "",
    modelName: speaker.name.replace(/^[^:]*:\s*/, "").trim(),
    random: seeded(hash(`${speaker.id} ${JSON.stringify(request.messages)}`, seed + 1)),
  };
  const calls = toolCalls(asked);
  if (calls.length > 0) return { ...EMPTY, calls };
  const sources = speaker.searches ? citations(asked) : [];
  const cited =
    sources.length === 0 ? "" : `\n\n${sources.map(({ title, url }) => `[${title}](${url})`).join(" · ")}`;
  if (speaker.outputs.includes("image") && (wantsPicture(asked) || !speaker.outputs.includes("text")))
    return { ...EMPTY, text: "Here is the picture you asked for.", images: [picture(asked)] };
  return { ...EMPTY, text: words(asked) + cited, citations: sources };
}

const EMPTY: Answer = { thoughts: "", text: "", calls: [], images: [], citations: [] };

/** The first form that recognises the prompt answers it; prose recognises everything. */
function words(asked: Asked): string {
  for (const form of [
    structured,
    afterTools,
    echo,
    arithmetic,
    translation,
    smallTalk,
    conversation,
    code,
    table,
    poem,
    itemList,
  ]) {
    const text = form(asked);
    if (text !== null) return text;
  }
  return prose(asked);
}
