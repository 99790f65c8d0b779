import { topicOf } from "./answer/topic";
import { type Failure, failure } from "./failure";
import type { Model } from "./model";
import { hash, sample, seeded } from "./random";
import type { ChatRequest, Effort } from "./request";

/** How many thoughts an effort is worth. */
const THOUGHTS: Record<Effort, number> = {
  max: 14,
  xhigh: 12,
  high: 9,
  medium: 6,
  low: 3,
  minimal: 1,
  none: 0,
};

const LINES = [
  "The user asks about {topic}.",
  "What would be most useful to someone who asks this? Probably the mechanism first, then one example.",
  "Let me check that I'm not assuming too much about their background.",
  "There are two readings of the question; the broader one seems meant.",
  "I should separate what is certain from what is only usual.",
  "Wait, the obvious order may be misleading here. Cause before effect.",
  "A counterexample would be the case where the scale changes by a factor of a hundred.",
  "I could give numbers, but without their context they'd look more precise than they are.",
  "Keep the structure simple: opening, the parts, what to watch for.",
  "An analogy might help, as long as it doesn't carry the argument.",
  "Let me reconsider the second point. It still holds.",
  "The length should match the question; no need to be exhaustive.",
  "I'll end with something they can act on.",
  "Good. Now write it.",
];

/**
 * The thoughts before the answer; empty where the model does not think.
 * OpenRouter refuses to switch off reasoning that is mandatory.
 */
export function thoughtsFor(model: Model, request: ChatRequest): string | Failure {
  const { reasoning } = model;
  if (reasoning === undefined) return "";
  const { effort, thinkingBudget } = request;
  if (effort === "none" && reasoning.mandatory)
    return failure(400, "Reasoning is mandatory for this endpoint and cannot be disabled.", {
      named: true,
      metadata: { provider_name: null },
    });
  const asked = effort ?? (thinkingBudget !== null ? "high" : reasoning.default_enabled ? "medium" : "none");
  const last = request.messages.findLast(({ role }) => role === "user")?.text ?? "";
  const random = seeded(hash(`${model.id} thinks about ${last}`));
  const count = Math.min(THOUGHTS[asked] ?? THOUGHTS.medium, LINES.length);
  const chosen = new Set(sample(random, LINES, count));
  return LINES.filter((line) => chosen.has(line))
    .join(" ")
    .replaceAll("{topic}", topicOf(last));
}

export type ThoughtStyle = {
  format: string;
  /** OpenAI and xAI summarise; the others show the text itself. */
  kind: "text" | "summary";
  /** Anthropic signs what it thought. */
  signed: boolean;
  /** Part of it, or all, is returned sealed. */
  sealed: boolean;
  hidden: boolean;
};

export function thoughtStyle(model: Model): ThoughtStyle {
  const [author = "", slug = ""] = model.id.split("/");
  const open = model.hugging_face_id !== null && model.hugging_face_id !== "";
  const plain: ThoughtStyle = {
    format: "unknown",
    kind: "text",
    signed: false,
    sealed: false,
    hidden: false,
  };
  if (author === "anthropic") return { ...plain, format: "anthropic-claude-v1", signed: true };
  if (author === "google" && !open) return { ...plain, format: "google-gemini-v1", sealed: true };
  if (author === "x-ai") return { ...plain, format: "xai-responses-v1", kind: "summary", sealed: true };
  // With the heaviest OpenAI models nothing but the sealed form comes back.
  if (author === "openai" && !open)
    return {
      ...plain,
      format: "openai-responses-v1",
      kind: "summary",
      sealed: true,
      hidden: /-pro|codex/.test(slug),
    };
  return plain;
}
