import type { ChatStarted } from "@/lib/chat/start-api";
import { aliasOf } from "@/lib/conversations/alias";
import type { Conversation, Message, Pane } from "@/lib/conversations/api";
import type { Attachment } from "@/lib/conversations/attachments-api";
import type { Generation } from "@/lib/ledger/api";
import type { PaneState } from "./pane-state";

type Started = ChatStarted["generations"][number];

/** A question with its files. */
export type Said = { text: string; attachments: readonly Attachment[] };

/**
 * Replaces the facts of generations wherever they stand; of one that is told of several times the last. Panes that have
 * none of them stay the same objects.
 */
export function patchGenerations(conversation: Conversation, told: readonly Generation[]): Conversation {
  const facts = new Map(told.map((generation) => [generation.id, generation]));
  const isOver = (id: string) => facts.has(id) && facts.get(id)?.state !== "running";
  const isTold = ({ generation }: Message) => generation !== null && facts.has(generation.id);
  const panes = conversation.panes.map((pane) => {
    const ends = pane.running.some(isOver);
    const isShown = pane.messages.some(isTold);
    if (!ends && !isShown) return pane;
    return {
      ...pane,
      ...(ends && { running: pane.running.filter((id) => !isOver(id)) }),
      ...(isShown && {
        messages: pane.messages.map((message) =>
          isTold(message)
            ? { ...message, generation: facts.get(message.generation?.id ?? "") ?? message.generation }
            : message,
        ),
      }),
    };
  });
  return { ...conversation, panes };
}

/** Puts a message as it was read anew in the place of the one that is shown. */
export const withMessage = (conversation: Conversation, message: Message): Conversation => ({
  ...conversation,
  panes: conversation.panes.map((pane) =>
    pane.messages.some(({ id }) => id === message.id)
      ? { ...pane, messages: pane.messages.map((one) => (one.id === message.id ? message : one)) }
      : pane,
  ),
});

/** The conversation as it is once the server has taken a message, before it has been read again; a new one may be blind. */
export function withStarted(
  before: Conversation | undefined,
  { conversationId, turnId, generations }: ChatStarted,
  said: Said,
  at: Date,
  asked: readonly PaneState[] = [],
  blind = false,
): Conversation {
  const conversation = before ?? {
    id: conversationId,
    title: (said.text.trim() || (said.attachments[0]?.name ?? "")).split("\n", 1)[0]?.slice(0, 80) ?? "",
    createdAt: at,
    updatedAt: at,
    pinned: false,
    folder: null,
    sync: true,
    blind,
    // What has only begun has been seen by nobody, whatever the two clocks say.
    blindSince: blind ? new Date(0) : null,
    votes: [],
    panes: [],
  };
  const panes = conversation.panes.map((pane) => {
    const started = generations.find(({ paneId }) => paneId === pane.id);
    return started
      ? {
          ...pane,
          model: started.model,
          running: [...pane.running, started.generationId],
          messages: [
            ...pane.messages,
            ...turn(started, turnId, said, at, conversationId, pane.messages.at(-1)?.id),
          ],
        }
      : pane;
  });
  const known = new Set(panes.map(({ id }) => id));
  const added = generations
    .map((started, index) => ({ started, settings: settingsOf(started, asked[index]) }))
    .filter(({ started }) => !known.has(started.paneId))
    .map(({ started, settings }, index) => ({
      id: started.paneId,
      alias: conversation.blind ? aliasOf(panes.length + index) : null,
      ...settings,
      running: [started.generationId],
      messages: turn(started, turnId, said, at, conversationId),
    }));
  return { ...conversation, updatedAt: at, panes: [...panes, ...added] };
}

/** What a new pane was asked with; nothing of it is known while its model may not be. */
function settingsOf(
  { model }: Started,
  asked: PaneState | undefined,
): Pick<Pane, "model" | "fallbackModels" | "system" | "parameters"> {
  const { fallbackModels, system, parameters } = model === asked?.model ? asked : NOTHING_SET;
  return { model, fallbackModels: [...fallbackModels], system, parameters };
}

const NOTHING_SET = { fallbackModels: [], system: null, parameters: {} };

function turn(
  started: Started,
  turnId: string,
  { text: content, attachments }: Said,
  createdAt: Date,
  conversationId: string,
  parentId: string | null = null,
): Message[] {
  const shared = {
    turnId,
    reasoning: "",
    images: [],
    toolCalls: [],
    answerSchema: null,
    siblings: [],
    createdAt,
  };
  return [
    {
      ...shared,
      id: started.userMessageId,
      parentId,
      role: "user",
      content,
      attachments: [...attachments],
      generation: null,
    },
    {
      ...shared,
      attachments: [],
      id: started.messageId,
      parentId: started.userMessageId,
      role: "assistant",
      content: "",
      generation: justStarted(started, conversationId, createdAt),
    },
  ];
}

const justStarted = (
  { generationId, messageId, model }: Started,
  conversationId: string,
  startedAt: Date,
): Generation => ({
  id: generationId,
  source: "playground",
  conversationId,
  messageId,
  // While a conversation is blind its models have no names.
  models: model === "" ? [] : [model],
  model: null,
  provider: null,
  attempts: null,
  state: "running",
  finishReason: null,
  failure: null,
  promptTokens: null,
  completionTokens: null,
  reasoningTokens: null,
  cachedTokens: null,
  cacheWriteTokens: null,
  estimate: null,
  cost: null,
  costState: null,
  startedAt,
  endedAt: null,
  ttftMs: null,
  durationMs: null,
});
