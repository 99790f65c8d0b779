import * as z from "zod/mini";
import { Id, WireInstant } from "@/lib/core/wire";

/** A prompt in lists. */
export const PromptSummary = z.object({
  id: Id,
  name: z.string(),
  tags: z.array(z.string()),
  /** The beginning of its text, on one line. */
  preview: z.string(),
  /** Counts from 1; every change of the text is a version of its own. */
  version: z.int(),
  updatedAt: WireInstant,
});

/** `GET /api/prompts`, by name. */
export const PromptList = z.object({ prompts: z.array(PromptSummary) });
export type PromptList = z.infer<typeof PromptList>;

/** `GET /api/prompts/{id}`, and the answer to `POST` and `PATCH`. */
export const Prompt = z.extend(PromptSummary, {
  text: z.string(),
  /** The names in `{{double braces}}`, in the order in which they first stand. */
  variables: z.array(z.string()),
  createdAt: WireInstant,
  /** All versions, the newest first. */
  versions: z.array(z.object({ version: z.int(), text: z.string(), createdAt: WireInstant })),
});
export type Prompt = z.infer<typeof Prompt>;
