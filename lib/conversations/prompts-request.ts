import { z } from "zod";
import { plainLine } from "@/lib/team/keys-request";
import { LONGEST_NAME, LONGEST_TAG, LONGEST_TEXT, MOST_TAGS } from "./prompt-draft";

const Name = plainLine(LONGEST_NAME);
const Tags = z
  .array(plainLine(LONGEST_TAG))
  .max(MOST_TAGS)
  .transform((tags) => [...new Set(tags)]);
const Text = z
  .string()
  .max(LONGEST_TEXT)
  .refine((text) => text.trim() !== "", "is empty");

/** `POST /api/prompts`. */
export const NewPrompt = z.strictObject({ name: Name, text: Text, tags: Tags.default([]) });
export type NewPrompt = z.infer<typeof NewPrompt>;

/** `PATCH /api/prompts/{id}`: another text is a new version; an earlier one comes back by being sent again. */
export const PromptChange = z
  .strictObject({
    name: Name.exactOptional(),
    text: Text.exactOptional(),
    tags: Tags.exactOptional(),
  })
  .refine((change) => Object.keys(change).length > 0, "names nothing to change");
export type PromptChange = z.infer<typeof PromptChange>;
