import * as z from "zod/mini";
import { Id, WireInstant, WireUsd } from "@/lib/core/wire";
import { Message } from "./api";
import { Attachment } from "./attachments-api";

/** A link as its maker sees it: never its token. */
export const Share = z.object({
  id: Id,
  /** With the panes' instructions. */
  includeSystem: z.boolean(),
  /** With what each answer cost. */
  includeCosts: z.boolean(),
  createdAt: WireInstant,
  expiresAt: WireInstant,
});
export type Share = z.infer<typeof Share>;

/** The answer to `POST /api/conversations/{id}/shares`: the one time that the token is shown. */
export const CreatedShare = z.extend(Share, { token: z.string() });
export type CreatedShare = z.infer<typeof CreatedShare>;

/** `GET /api/conversations/{id}/shares`: the links that work, newest first. */
export const ShareList = z.object({ shares: z.array(Share) });

/** `GET /api/shared/{token}`: what anyone with the link reads. It names nothing that could be asked for further. */
export const SharedConversation = z.object({
  title: z.string(),
  sharedAt: WireInstant,
  expiresAt: WireInstant,
  panes: z.array(
    z.object({
      /** Null while the conversation is blind. */
      model: z.nullable(z.string()),
      /** Null unless the link includes it, and while the conversation is blind. */
      system: z.nullable(z.string()),
      messages: z.array(
        z.extend(
          z.pick(Message, { role: true, content: true, images: true, toolCalls: true, createdAt: true }),
          {
            /** What went with a question, by name; the files themselves are not shared. */
            attachments: z.array(z.omit(Attachment, { id: true })),
            /** What answered; null for questions. */
            model: z.nullable(z.string()),
            /** Null when unknown, and unless the link includes it. */
            cost: z.nullable(WireUsd),
          },
        ),
      ),
    }),
  ),
});
export type SharedConversation = z.infer<typeof SharedConversation>;
