// What it takes to read a conversation; loaded along with the first one.
import type { Conversation } from "@/lib/conversations/api";
import { reuse } from "@/lib/core/reuse";

export { Conversation } from "@/lib/conversations/api";

/** A conversation as it was read anew, with all that has not changed as it was, also where only its end was known. */
export function reuseConversation(before: Conversation | undefined, after: Conversation): Conversation {
  const wasEnd = before?.panes.some(({ earlier }) => earlier !== undefined);
  return reuse(wasEnd ? aligned(before) : before, after) as Conversation;
}

/** With every message at its place in the branch, and nothing where one is not known. */
const aligned = (before: Conversation | undefined) =>
  before && {
    ...before,
    panes: before.panes.map(({ earlier = 0, ...pane }) => ({
      ...pane,
      messages: [...Array<undefined>(earlier), ...pane.messages],
    })),
  };
