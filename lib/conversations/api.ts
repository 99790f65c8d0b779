import * as z from "zod/mini";
import { Id, WireInstant } from "@/lib/core/wire";
import { Generation } from "@/lib/ledger/api";
import { Attachment } from "./attachments-api";

export const Message = z.object({
  id: Id,
  parentId: z.nullable(Id),
  /** The same for a question and its answers in all panes that it went to at once. */
  turnId: z.nullable(Id),
  /** `tool` holds what a called tool answered. */
  role: z.enum(["user", "assistant", "tool"]),
  /** Empty while its generation runs; the event stream has the text until then. */
  content: z.string(),
  reasoning: z.string(),
  /** The files of a question, in order. */
  attachments: z.array(Attachment),
  /** Data URLs that the model answered with. */
  images: z.array(z.string()),
  /** What the model wants called, in order; the messages of role `tool` after it answer in the same order. */
  toolCalls: z.array(z.object({ name: z.string(), arguments: z.string() })),
  /** The JSON schema that an answer was asked to fit. */
  answerSchema: z.nullable(z.record(z.string(), z.unknown())),
  /** It is known how likely its tokens were. */
  hasChances: z.exactOptional(z.literal(true)),
  /** All messages with the same parent, this one included, oldest first: the branches to choose from here. */
  siblings: z.array(Id),
  /** What wrote it. A copied message keeps the generation of its original, which was paid for once. */
  generation: z.nullable(Generation),
  createdAt: WireInstant,
});
export type Message = z.infer<typeof Message>;

export const Pane = z.object({
  id: Id,
  /** `A`, `B`… while the conversation is blind; then `model` is empty and so are its settings. */
  alias: z.nullable(z.string()),
  model: z.string(),
  /** Tried in this order when the model fails. */
  fallbackModels: z.array(z.string()),
  system: z.nullable(z.string()),
  parameters: z.record(z.string(), z.unknown()),
  /** Generations that run in it now, on whatever branch. */
  running: z.array(Id),
  /** The current branch, oldest first. */
  messages: z.array(Message),
  /** How many messages the branch begins with that are not among these, where only its end was asked for. */
  earlier: z.exactOptional(z.int()),
});
export type Pane = z.infer<typeof Pane>;

/** A verdict on the answers to one question. */
export const Vote = z.object({
  turnId: Id,
  outcome: z.enum(["winner", "tie", "bothBad"]),
  /** The generation whose answer was the best; null when none was, and while the conversation is blind again. */
  winner: z.nullable(Id),
});
export type Vote = z.infer<typeof Vote>;

/** `GET /api/conversations/{id}`. */
export const Conversation = z.object({
  id: Id,
  title: z.string(),
  createdAt: WireInstant,
  updatedAt: WireInstant,
  pinned: z.boolean(),
  folder: z.nullable(z.string()),
  sync: z.boolean(),
  /** Models, prices, speeds and tokens are withheld until the vote. */
  blind: z.boolean(),
  /** Since when: only what is answered from then on is voted on. */
  blindSince: z.nullable(WireInstant),
  /** Oldest first. */
  votes: z.array(Vote),
  panes: z.array(Pane),
});
export type Conversation = z.infer<typeof Conversation>;

/** `GET /api/conversations/{id}/messages?before=`: the branch up to a message, or its end, oldest first. */
export const MessagesBefore = z.object({ messages: z.array(Message) });

/** `GET /api/conversations/{id}/export?format=json`: all branches, oldest message first. */
export const ConversationFile = z.extend(Conversation, {
  format: z.literal("patchbay-conversation-1"),
  exportedAt: WireInstant,
  panes: z.array(
    z.extend(Pane, {
      /** The last message of the branch that was shown. */
      leafId: z.nullable(Id),
    }),
  ),
});
export type ConversationFile = z.infer<typeof ConversationFile>;
