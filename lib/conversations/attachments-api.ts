import * as z from "zod/mini";
import { Id } from "@/lib/core/wire";

/** What is sent with a question: in which way a model takes it in. */
export const ATTACHMENT_KINDS = ["image", "pdf", "audio", "text"] as const;
export type AttachmentKind = (typeof ATTACHMENT_KINDS)[number];

/** The answer to `POST /api/attachments`, and what a message says of its files. */
export const Attachment = z.object({
  id: Id,
  kind: z.enum(ATTACHMENT_KINDS),
  name: z.string(),
  /** What its bytes say that it is, whatever its name says. */
  type: z.string(),
  bytes: z.int(),
});
export type Attachment = z.infer<typeof Attachment>;
