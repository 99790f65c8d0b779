import type { Conversation, Pane } from "@/lib/conversations/api";

/** Replaces one pane. */
export const withPane = (
  conversation: Conversation,
  paneId: string,
  change: (pane: Pane) => Pane,
): Conversation => ({
  ...conversation,
  panes: conversation.panes.map((pane) => (pane.id === paneId ? change(pane) : pane)),
});

/** The generations that still run, in all panes. */
export const runningIn = (conversation: Conversation | undefined): string[] =>
  (conversation?.panes ?? []).flatMap(({ running }) => running);
