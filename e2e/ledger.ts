import { expect } from "@playwright/test";
import * as z from "zod/mini";
import { ChatStarted } from "@/lib/chat/start-api";
import { Conversation } from "@/lib/conversations/api";
import { WireUsd } from "@/lib/core/wire";
import { GenerationDetails, GenerationPage } from "@/lib/ledger/api";
import type { SandboxProcess } from "./sandbox";

type Server = { url: string };

const BillLine = z.object({ id: z.string(), model: z.string(), cost: WireUsd, cancelled: z.boolean() });
export type BillLine = z.infer<typeof BillLine>;

const Sent = z.object({
  id: z.nullable(z.string()),
  model: z.nullable(z.string()),
  status: z.number(),
  body: z.unknown(),
});
export type Sent = z.infer<typeof Sent>;

/** Patchbay's own API, as a script of the same machine would use it. */
async function call<Schema extends z.ZodMiniType>(
  { url }: Server,
  path: string,
  schema: Schema,
  body?: unknown,
): Promise<z.output<Schema>> {
  const response = await fetch(
    `${url}${path}`,
    body === undefined
      ? {}
      : { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } },
  );
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
  return schema.parse(JSON.parse(text));
}

type Question = {
  conversationId?: string;
  message: string;
  blind?: boolean;
  panes: ({ model: string } | { paneId: string })[];
};

/** Asks models without a browser; answers as soon as that is on record. */
export function startChat(server: Server, request: Question): Promise<ChatStarted> {
  return call(server, "/api/chat", ChatStarted, request);
}

export const stopChat = (server: Server, conversationId: string): Promise<unknown> =>
  call(server, `/api/conversations/${conversationId}/stop`, z.unknown(), {});

export const readConversation = (server: Server, id: string): Promise<Conversation> =>
  call(server, `/api/conversations/${id}`, Conversation);

export const readGeneration = (server: Server, id: string): Promise<GenerationDetails> =>
  call(server, `/api/generations/${id}`, GenerationDetails);

/** Every generation that the ledger lists, newest first. */
export async function listGenerations(server: Server, query = ""): Promise<GenerationPage["generations"]> {
  const page = await call(server, `/api/generations?limit=200&${query}`, GenerationPage);
  return page.generations;
}

/** Waits until a running answer has so many pieces of text, as the conversation's event stream tells. */
export async function heard(server: Server, conversationId: string, pieces: number): Promise<void> {
  const leaving = new AbortController();
  const { body } = await fetch(`${server.url}/api/conversations/${conversationId}/events`, {
    signal: leaving.signal,
  });
  let events = "";
  for await (const text of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    events += text;
    if (events.split(/\\"content\\":\\"[^\\]/).length > pieces) break;
  }
  leaving.abort();
}

/** Milliseconds between looks at what the server does by itself. */
const LOOKS = [50, 100, 200];

/** A generation that has come to its end, whatever the end was. */
export async function ended(server: Server, id: string): Promise<GenerationDetails> {
  await expect
    .poll(async () => (await readGeneration(server, id)).state, { intervals: LOOKS })
    .not.toBe("running");
  return readGeneration(server, id);
}

/** A generation whose cost the upstream has confirmed. */
export async function confirmed(server: Server, id: string): Promise<GenerationDetails> {
  const what = async () => {
    const { state, costState, failure } = await readGeneration(server, id);
    return { state, costState, failure: failure?.code ?? null };
  };
  await expect.poll(what, { timeout: 20_000, intervals: LOOKS }).toMatchObject({ costState: "confirmed" });
  return readGeneration(server, id);
}

/** All that the upstream wants to be paid for. */
export async function readBill(sandbox: SandboxProcess): Promise<BillLine[]> {
  return z.array(BillLine).parse(await sandbox.bill());
}

/** What the upstream wants for one generation; null when it knows of none. */
export async function billOf(sandbox: SandboxProcess, upstreamId: string | null): Promise<BillLine | null> {
  const lines = (await readBill(sandbox)).filter(({ id }) => id === upstreamId);
  expect(lines.length).toBeLessThanOrEqual(1);
  return lines[0] ?? null;
}

/** The requests for completions that reached the upstream with these words as their question. */
export async function requestsFor(sandbox: SandboxProcess, question: string): Promise<Sent[]> {
  return z
    .array(Sent)
    .parse(await sandbox.requests())
    .filter(({ body }) => messagesOf(body).at(-1)?.content === question);
}

const Body = z.object({ messages: z.array(z.object({ role: z.string(), content: z.string() })) });

/** What a model was given to read. */
export const messagesOf = (body: unknown): { role: string; content: string }[] =>
  z.safeParse(Body, body).data?.messages ?? [];
