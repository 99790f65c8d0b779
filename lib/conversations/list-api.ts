import * as z from "zod/mini";
import { Id, WireInstant } from "@/lib/core/wire";

const ConversationRow = z.object({
  id: Id,
  title: z.string(),
  updatedAt: WireInstant,
  models: z.array(z.string()),
  pinned: z.boolean(),
  folder: z.nullable(z.string()),
  /** Where the words that were searched for stand in a message; null when only the title holds them. */
  match: z.nullable(z.string()),
});
export type ConversationRow = z.infer<typeof ConversationRow>;

/** `GET /api/conversations`. */
export const ConversationList = z.object({
  conversations: z.array(ConversationRow),
  nextCursor: z.nullable(z.string()),
  /** All folders of the member, by name. */
  folders: z.array(z.string()),
});
export type ConversationList = z.infer<typeof ConversationList>;

/** The answer to `POST /api/conversations/{id}/panes`. */
export const PaneCreated = z.object({ paneId: Id });
/** The answer to `POST /api/conversations/{id}/duplicate`. */
export const ConversationCreated = z.object({ conversationId: Id });
