import "server-only";
import { findAttachments } from "@/lib/conversations/attachments.server";
import type { Attachment } from "@/lib/conversations/attachments-api";
import { findPane, type PaneSettings } from "@/lib/conversations/panes.server";
import { readBranch, type Turn } from "@/lib/conversations/turns.server";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { asArray } from "@/lib/core/lenient";
import type { Db } from "@/lib/db/client.server";
import { requireSize } from "./files.server";
import type { ChatRequest } from "./request";

/** What is said before the answer and is not on record yet. */
export type Said = {
  id: string;
  role: "user" | "tool";
  content: string;
  attachments: readonly Attachment[];
};

/** One pane that is about to be asked. */
export type Asked = {
  paneId: string;
  isNew: boolean;
  settings: PaneSettings;
  /** What changes of an existing pane. */
  change: Partial<PaneSettings>;
  /** Where its current branch ended when it was read. */
  leafId: string | null;
  turnId: string;
  /** The branch to go on from, oldest first. */
  turns: readonly Turn[];
  said: readonly Said[];
};

type Message = Extract<ChatRequest, { message: string }>;
type Retry = Extract<ChatRequest, { retry: unknown }>;
type ToolResults = Extract<ChatRequest, { toolResults: unknown }>;

/** Reads what a request is about, pane by pane. @throws AppError `not_found`, `conflict`, `too_large` */
export async function prepare(db: Db, memberId: string, request: ChatRequest): Promise<Asked[]> {
  if ("retry" in request) return [await again(db, request)];
  if ("toolResults" in request) return [await goOn(db, request)];
  const attachments = await findAttachments(db, memberId, request.attachments ?? []);
  requireSize(attachments);
  const question = { role: "user" as const, content: request.message, attachments };
  const turnId = newId();
  return Promise.all(request.panes.map((pane) => ask(db, request, pane, { turnId, question })));
}

async function ask(
  db: Db,
  request: Message,
  { paneId, parentId, ...named }: Message["panes"][number],
  { turnId, question }: { turnId: string; question: Omit<Said, "id"> },
): Promise<Asked> {
  const said = [{ ...question, id: newId() }];
  if (paneId === undefined) {
    const settings = { model: "", fallbackModels: [], system: null, parameters: {}, ...named };
    const shared = { settings, change: {}, leafId: null, turnId, turns: [], said };
    return { ...shared, paneId: newId(), isNew: true };
  }
  if (request.conversationId === undefined)
    throw new AppError("not_found", {}, { message: "A new conversation has no panes yet." });
  const pane = await findPane(db, request.conversationId, paneId);
  const turns = await readBranch(db, paneId, parentId === undefined ? pane.leafId : parentId);
  const settings = { ...settingsOf(pane), ...named };
  return { paneId, isNew: false, settings, change: named, leafId: pane.leafId, turnId, turns, said };
}

async function again(db: Db, { conversationId, retry }: Retry): Promise<Asked> {
  const { paneId, messageId, model } = retry;
  const pane = await findPane(db, conversationId, paneId);
  const branch = await readBranch(db, paneId, messageId ?? pane.leafId);
  // What an answer answers: a question, or what tools had to say.
  const at = branch.findLastIndex(({ role }) => role !== "assistant");
  const asked = branch[at];
  if (!asked) throw new AppError("conflict", {}, { message: "There is no question here to ask again." });
  const change = model === undefined ? {} : { model };
  const settings = { ...settingsOf(pane), ...change };
  const { leafId } = pane;
  const turns = branch.slice(0, at + 1);
  return { paneId, isNew: false, settings, change, leafId, turnId: asked.turnId ?? newId(), turns, said: [] };
}

async function goOn(db: Db, { conversationId, toolResults }: ToolResults): Promise<Asked> {
  const { paneId, results } = toolResults;
  const pane = await findPane(db, conversationId, paneId);
  const turns = await readBranch(db, paneId, pane.leafId);
  const last = turns.at(-1);
  const calls = asArray(last?.extras?.toolCalls);
  if (calls.length === 0)
    throw new AppError("conflict", {}, { message: "No tool is waiting to be answered here." });
  if (calls.length !== results.length)
    throw new AppError("invalid_request", {
      issues: [{ path: "toolResults.results", message: `must be ${calls.length}, one for each call` }],
    });
  const said = results.map((content) => ({
    id: newId(),
    role: "tool" as const,
    content,
    attachments: [],
  }));
  const settings = settingsOf(pane);
  const turnId = last?.turnId ?? newId();
  return { paneId, isNew: false, settings, change: {}, leafId: pane.leafId, turnId, turns, said };
}

const settingsOf = ({ model, fallbackModels, system, parameters }: PaneSettings): PaneSettings => ({
  model,
  fallbackModels,
  system,
  parameters,
});
