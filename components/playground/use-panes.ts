"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { part } from "@/components/ui/lazy";
import { moved } from "@/components/ui/moved";
import type { Conversation, Pane } from "@/lib/conversations/api";
import { describeFailure, type Failure } from "@/lib/core/failure";
import { withPane } from "./conversation-panes";
import { forgetAddress } from "./forget-address";
import type { PaneSettings, PaneState } from "./pane-state";
import { conversationQuery, refreshConversation } from "./queries";
import { newPane, useNewPanes } from "./use-new-panes";

type Actions = typeof import("./actions");

export type Panes = ReturnType<typeof usePanes>;

/**
 * The panes and what can be done with them. Those of a conversation are changed on the server, shown as changed at
 * once; those of one that has not begun live in the address.
 * @param firstModel what these begin with by somebody's settings
 */
export function usePanes(
  conversation: Conversation | undefined,
  onFailure: (failure: Failure) => void,
  firstModel: string | null = null,
) {
  const client = useQueryClient();
  const fresh = useNewPanes(firstModel);
  const { setPanes: setFresh, changePanes: changeFresh } = fresh;
  const [freshSync, setFreshSync] = useState(true);
  /** By which keys panes were known before they were on record. */
  const [keys, setKeys] = useState<ReadonlyMap<string, string>>(new Map());
  /** The changes on their way, one after the other. */
  const writing = useRef<Promise<void>>(Promise.resolve());
  const waiting = useRef(0);
  /** The settings among them, by pane: what is drawn, or read again meanwhile, may be older. */
  const unsaved = useRef(new Map<string, Partial<PaneSettings>>());

  const panes: PaneState[] = conversation
    ? conversation.panes.map(({ id, model, fallbackModels, system, parameters }) => ({
        ...{ key: keys.get(id) ?? id, paneId: id, model, fallbackModels, system, parameters },
      }))
    : fresh.panes;

  const write = (
    show: (before: Conversation) => Conversation,
    request: (id: string, actions: Actions) => Promise<unknown>,
  ) => {
    if (!conversation) return;
    const { id } = conversation;
    const { queryKey } = conversationQuery(id);
    void client.cancelQueries({ queryKey });
    client.setQueryData<Conversation>(queryKey, (before) => before && show(before));
    waiting.current += 1;
    writing.current = writing.current
      .then(async () => request(id, await part(() => import("./actions"))))
      .catch((error: unknown) => onFailure(describeFailure(error)))
      .then(async () => {
        waiting.current -= 1;
        if (waiting.current > 0) return;
        await refreshConversation(client, id);
        if (waiting.current === 0) unsaved.current.clear();
      });
  };
  const at = (key: string) => panes.findIndex((pane) => pane.key === key);
  const idOf = (key: string) => panes[at(key)]?.paneId ?? "";

  return {
    panes,
    /** Whether nobody is to know which pane asks which model. */
    blind: conversation?.blind ?? fresh.blind,
    setBlind: (blind: boolean) => {
      if (blind) forgetAddress();
      if (!conversation) fresh.setBlind(blind);
      else write(same, (id, { changeConversation }) => changeConversation(id, { blind }));
    },
    /** Whether messages and settings go to all panes. */
    sync: conversation?.sync ?? freshSync,
    setSync: (sync: boolean) => {
      if (!conversation) setFreshSync(sync);
      else
        write(
          (before) => ({ ...before, sync }),
          (id, { changeConversation }) => changeConversation(id, { sync }),
        );
    },
    /** Puts others in place of those of a conversation that has not begun. */
    seed: fresh.seed,
    add: (model: string, settings?: Partial<PaneSettings>) => {
      if (!conversation) setFresh([...panes, newPane(model, settings)]);
      else write(same, (id, { addPane }) => addPane(id, { ...settings, model }));
    },
    duplicate: (key: string) => {
      const position = at(key) + 1;
      const pane = panes[position - 1];
      if (!conversation) setFresh(panes.toSpliced(position, 0, newPane(pane?.model ?? null, pane)));
      else
        write(same, async (id, { addPane, changePane }) => {
          const { paneId } = await addPane(id, { copyOf: idOf(key) });
          if (position < panes.length) await changePane(id, paneId, { position });
        });
    },
    remove: (key: string) => {
      const left = panes.filter((pane) => pane.key !== key);
      if (!conversation) setFresh(left);
      // Not shown before it is done: an answer may be running in it.
      else write(same, (id, { removePane }) => removePane(id, idOf(key)));
    },
    move: (key: string, position: number) => {
      if (!conversation) return setFresh(moved(panes, at(key), position));
      const from = at(key);
      write(
        (before) => ({ ...before, panes: moved(before.panes, from, position) }),
        (id, { changePane }) => changePane(id, idOf(key), { position }),
      );
    },
    /** Changes what is named of each of these panes. Of several changes in one go each sees the one before. */
    change: (keys: readonly string[], changeOf: (pane: PaneState) => Partial<PaneSettings>) => {
      if (!conversation)
        return changeFresh((pane) => (keys.includes(pane.key) ? { ...pane, ...changeOf(pane) } : pane));
      for (const pane of panes.filter(({ key }) => keys.includes(key))) {
        const known = unsaved.current.get(pane.paneId ?? "");
        const { model, fallbackModels, ...rest } = changeOf({ ...pane, ...known });
        const named = {
          ...rest,
          ...(typeof model === "string" ? { model } : {}),
          ...(fallbackModels ? { fallbackModels: [...fallbackModels] } : {}),
        };
        const paneId = pane.paneId ?? "";
        unsaved.current.set(paneId, { ...known, ...named });
        write(
          (before) => withPane(before, paneId, (one): Pane => ({ ...one, ...named })),
          (id, { changePane }) => changePane(id, paneId, named),
        );
      }
    },
    /** Shows the branch through a message. */
    walk: (key: string, messageId: string) =>
      write(same, (id, { changePane }) => changePane(id, idOf(key), { messageId })),
    /** Deletes a message and all that follows it. */
    removeTurn: (messageId: string) => write(same, (id, { removeMessage }) => removeMessage(id, messageId)),
    /** Resolves when nothing is on its way any more. */
    settled: () => writing.current,
    /** Lets panes keep their keys as they go on record; ids by key. */
    adopt: (ids: ReadonlyMap<string, string>) =>
      setKeys((before) => new Map([...before, ...[...ids].map(([key, paneId]) => [paneId, key] as const)])),
  };
}

const same = (conversation: Conversation): Conversation => conversation;
