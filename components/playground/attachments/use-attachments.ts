"use client";

import { useEffect, useRef, useState } from "react";
import { patiently } from "@/components/ui/lazy";
import type { Pane } from "@/lib/conversations/api";
import type { Attachment } from "@/lib/conversations/attachments-api";
import { ATTACHMENTS_LIMIT, MOST_ATTACHMENTS } from "@/lib/conversations/limits";
import { move, recall, remember } from "../remembered";

/** A file that is to go with the message being written. */
export type Item = {
  key: string;
  name: string;
  bytes: number;
  /** Here until the server has it, and to try again. */
  file: File | null;
  /** Address of a picture to show. */
  preview: string | null;
  /** How much of it the server has, from 0 to 1. */
  progress: number;
  /** Why it is not to be had, in a sentence. */
  failure: string | null;
  stored: Attachment | null;
};

export type SetItems = (change: (items: readonly Item[]) => readonly Item[]) => void;

export type Attachments = ReturnType<typeof useAttachments>;

const NONE: readonly Item[] = [];
const work = () => patiently(() => import("./uploads"));

/** The files of a composer, uploaded while one still writes and kept over a reload, per conversation. */
export function useAttachments(conversationId: string | null) {
  const kept = `patchbay.files.${conversationId ?? "new"}`;
  const name = useRef(kept);
  const [items, setItems] = useState(NONE);
  const change: SetItems = (next) =>
    setItems((now) => {
      const then = next(now);
      const stored = then.flatMap((item) => item.stored ?? []);
      remember(kept, stored.length === 0 ? "" : JSON.stringify(stored), "session");
      return then;
    });
  useEffect(() => {
    move(name.current, kept);
    name.current = kept;
    const before = recall(kept, "session");
    if (before !== null)
      void work().then(({ restored }) => setItems((now) => (now.length === 0 ? restored(before) : now)));
  }, [kept]);
  const total = items.reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    items,
    change,
    add: (files: Iterable<File>) => {
      const all = [...files];
      if (all.length > 0) void work().then(({ addFiles }) => addFiles(all, change));
    },
    /** After these have been sent. */
    letGo: (sent: readonly Item[]) => {
      if (sent.length > 0) void work().then(({ letGo }) => letGo(sent));
    },
    stored: items.flatMap(({ stored }) => stored ?? []),
    /** Whether all of them may go. */
    sendable:
      items.every(({ stored }) => stored !== null) &&
      items.length <= MOST_ATTACHMENTS &&
      total <= ATTACHMENTS_LIMIT,
  };
}

/** Whether a message has files, or those before it have. */
export const hasFiles = ({ items }: Attachments, ...panes: (Pane | null)[]): boolean =>
  items.length > 0 ||
  panes.some((pane) => pane?.messages.some(({ attachments }) => attachments.length > 0) === true);
