import * as z from "zod/mini";
import { Id } from "@/lib/core/wire";

/** The answer to `POST /api/chat`: everything is on record, and the answers are on their way. */
export const ChatStarted = z.object({
  conversationId: Id,
  /** Names the question in all panes, for a vote. */
  turnId: Id,
  /** In the order in which the panes stand; `model` is empty while the conversation is blind. */
  generations: z.array(
    z.object({ generationId: Id, paneId: Id, userMessageId: Id, messageId: Id, model: z.string() }),
  ),
});
export type ChatStarted = z.infer<typeof ChatStarted>;

/** The answer to `POST /api/conversations/{id}/stop`. */
export const StopAnswer = z.object({ stopping: z.int() });
