"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { patiently } from "@/components/ui/lazy";
import type { ChatStarted } from "@/lib/chat/start-api";
import type { Connection, ConversationStream, Live } from "./conversation-stream";
import { refreshConversation } from "./queries";

type Held = {
  /** Comes with the first opening: what reads answers is not loaded before there is one. */
  stream: Promise<ConversationStream>;
  holders: number;
  closing: ReturnType<typeof setTimeout> | undefined;
};

/** Streams outlive a page that is swapped for another of the same conversation. */
const open = new Map<string, Held>();
const LINGER = 1500;

/**
 * The event stream of a conversation, open for as long as someone shows it; null until it is there. When the
 * conversation becomes blind, or seeing again, what was read until then is forgotten.
 */
export function useConversationStream(
  conversationId: string | null,
  blind: boolean | undefined,
): ConversationStream | null {
  const client = useQueryClient();
  const [ready, setReady] = useState<{ id: string; stream: ConversationStream } | null>(null);
  useEffect(() => {
    if (conversationId === null) return;
    const { held, release } = hold(conversationId, client);
    void held.stream.then((stream) => setReady({ id: conversationId, stream }));
    return release;
  }, [conversationId, client]);
  const stream = ready?.id === conversationId ? (ready?.stream ?? null) : null;
  const before = useRef(blind);
  useEffect(() => {
    if (before.current !== undefined && blind !== undefined && before.current !== blind) stream?.forget();
    before.current = blind;
  }, [stream, blind]);
  return stream;
}

export function useLive(stream: ConversationStream | null, generationId: string | null): Live | null {
  const watch = useCallback(
    (listener: () => void) =>
      stream === null || generationId === null ? () => {} : stream.watch(generationId, listener),
    [stream, generationId],
  );
  return useSyncExternalStore(
    watch,
    () => (generationId === null ? null : (stream?.read(generationId) ?? null)),
    () => null,
  );
}

export function useConnection(stream: ConversationStream | null): Connection {
  return useSyncExternalStore(
    stream?.subscribe ?? never,
    () => stream?.connection ?? "open",
    () => "connecting",
  );
}

/** Tells the stream of a conversation what has just been asked for from here, so that it can tell how fast it goes. */
export function noteSent(
  client: QueryClient,
  { conversationId, generations }: ChatStarted,
  at: number,
): void {
  void heldStream(conversationId, client).stream.then((stream) => {
    for (const { generationId } of generations) stream.sent(generationId, at);
  });
}

const never = () => () => {};

function heldStream(id: string, client: QueryClient): Held {
  const known = open.get(id);
  if (known) return known;
  const held: Held = { stream: createStream(id, client), holders: 0, closing: undefined };
  open.set(id, held);
  return held;
}

function hold(id: string, client: QueryClient): { held: Held; release: () => void } {
  const held = heldStream(id, client);
  clearTimeout(held.closing);
  held.holders += 1;
  void held.stream.then((stream) => held.holders > 0 && stream.open());
  const release = () => {
    held.holders -= 1;
    if (held.holders > 0) return;
    held.closing = setTimeout(() => {
      void held.stream.then((stream) => stream.close());
      open.delete(id);
    }, LINGER);
  };
  return { held, release };
}

/** When the network was away for a moment, the answers run on without it. */
const load = () => patiently(() => Promise.all([import("./conversation-stream"), import("./take-facts")]));

async function createStream(id: string, client: QueryClient): Promise<ConversationStream> {
  const [{ ConversationStream }, { takeFacts }] = await load();
  return new ConversationStream(() => new EventSource(`/api/conversations/${id}/events`), {
    onConversation: () => void refreshConversation(client, id),
    onGenerations: (told) => void takeFacts(client, id, told),
  });
}
