"use client";

import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { Suspense, useEffect, useMemo, useRef, useState } from "react";
import { catalogQuery } from "@/components/catalog/queries";
import { lazy } from "@/components/ui/lazy";
import { useHotkey } from "@/components/ui/use-hotkey";
import { findModel } from "@/lib/catalog/find-model";
import type { CatalogModel } from "@/lib/catalog/model";
import { aliasOf } from "@/lib/conversations/alias";
import type { Attachment } from "@/lib/conversations/attachments-api";
import { MOST_PANES } from "@/lib/conversations/limits";
import { type Failure, RequestError } from "@/lib/core/failure";
import type { Beginning } from "@/lib/team/beginning";
import { hasFiles, useAttachments } from "./attachments/use-attachments";
import { Composer } from "./composer";
import { ConversationBar } from "./conversation-bar";
import { runningIn } from "./conversation-panes";
import { ConversationSkeleton } from "./conversation-skeleton";
import type { Picking } from "./pane-picker";
import { PaneRow } from "./pane-row";
import { type PaneState, paneNames } from "./pane-state";
import { preloadMessages } from "./pane-view";
import { conversationQuery } from "./queries";
import { ReproduceLink } from "./reproduce/reproduce-link";
import { useBeginning } from "./use-beginning";
import { useChat } from "./use-chat";
import { useConnection, useConversationStream } from "./use-conversation-stream";
import { useDraft } from "./use-draft";
import { usePanes } from "./use-panes";
import { useRemembered } from "./use-remembered";
import { Welcome } from "./welcome";

const Announcer = lazy(() => import("./announcer"));
const AttachmentTray = lazy(() => import("./attachments/attachment-tray"));
const ComposerEstimate = lazy(() => import("./composer-estimate"));
const ComposerTarget = lazy(() => import("./composer-target"));
const ConversationMissing = lazy(() => import("./conversation-missing"));
const LastFailure = lazy(() => import("./last-failure"));
const PaneComposer = lazy(() => import("./pane-composer"));
const PanePicker = lazy(() => import("./pane-picker"));
const PromptFromAddress = lazy(() => import("./prompt-from-address"));
const SideBySideBar = lazy(() => import("./side-by-side-bar"));
const VoteBar = lazy(() => import("./vote-bar"));

type Props = {
  conversationId: string | null;
  beginning: Beginning;
  onStarted: (conversationId: string) => void;
};

/** Looks models up, each once: thousands of messages name the same few. */
function rowsIn(models: readonly CatalogModel[]): (model: string) => CatalogModel | null {
  const known = new Map<string, CatalogModel | null>();
  return (model) => {
    if (!known.has(model)) known.set(model, findModel(models, model));
    return known.get(model) ?? null;
  };
}

/** One conversation with its panes in a row and the composer below them. */
export function ConversationView({ conversationId, beginning, onStarted }: Props) {
  const query = useQuery({ ...conversationQuery(conversationId ?? ""), enabled: conversationId !== null });
  const catalog = useQuery(catalogQuery);
  const gone = query.error instanceof RequestError && query.error.code === "not_found";
  // Nothing is listened to before there is something to show.
  const stream = useConversationStream(query.data && !gone ? conversationId : null, query.data?.blind);
  const connection = useConnection(stream);
  const [failure, setFailure] = useState<Failure | null>(null);
  const own = usePanes(query.data, setFailure, beginning.firstModel);
  const { panes, blind, sync } = own;
  const toggleSync = () => own.setSync(!sync);
  const begin = useBeginning({ isNew: conversationId === null, own, onFailure: setFailure, onStarted });
  const chat = useChat(conversationId, setFailure, begin);
  const [draft, setDraft] = useDraft(conversationId);
  const files = useAttachments(conversationId);
  const [tied, setTied] = useRemembered("patchbay.scroll-together");
  const [picking, setPicking] = useState<Picking | null>(null);
  /** The key of the one pane that the next message goes to. */
  const [chosen, setChosen] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const view = useRef<HTMLDivElement>(null);
  const isNew = useRef(conversationId === null);
  /** A prompt of the library that the new conversation begins with. */
  const prompt = useSearchParams().get("prompt");

  useEffect(() => {
    if (!isNew.current) preloadMessages();
    // On a phone this would bring up the keyboard unasked.
    if (matchMedia("(pointer: fine)").matches) field.current?.focus();
  }, []);

  const conversation = query.data;
  const models = catalog.data?.models;
  const rowOf = useMemo(() => rowsIn(models ?? []), [models]);
  const onRecord = (paneId: string | null) => conversation?.panes.find(({ id }) => id === paneId) ?? null;
  const several = panes.length > 1;
  const names = blind ? panes.map((_, index) => aliasOf(index)) : paneNames(panes.map(({ model }) => model));
  // Blind from the first message on, all are asked at once: a pane that came later would be known.
  const begins = blind && conversationId === null;
  const together = sync || begins;
  const target = several && !begins && panes.some(({ key }) => key === chosen) ? chosen : null;
  const asked = panes.filter(({ key }) => target === null || key === target);
  const running = runningIn(conversation).length > 0;
  const busy = asked.some(({ paneId }) => (onRecord(paneId)?.running.length ?? 0) > 0);

  const write = (text: string) => {
    if (text !== "") preloadMessages();
    setDraft(text);
  };
  const sendTo = async (
    to: readonly PaneState[],
    message: string,
    attachments: readonly Attachment[],
  ): Promise<boolean> => {
    await own.settled();
    return chat.send({ message, attachments, panes: to, blind });
  };
  const send = async () => {
    const message = draft;
    const { items, stored, change, letGo } = files;
    setDraft("");
    change(() => []);
    if (await sendTo(asked, message, stored)) return letGo(items);
    // What was not taken comes back to be sent again, unless something new has been written meanwhile.
    setDraft(field.current?.value || message);
    change((now) => (now.length === 0 ? items : now));
  };
  const isBlocked = (to: readonly PaneState[]) =>
    to.some(({ key, model }) => model === null || chat.pending.has(key));
  /** The pane that holds the focus, else the first. */
  const here = () => {
    const regions = [...(view.current?.querySelectorAll("section") ?? [])];
    return panes[regions.findIndex((region) => region.contains(document.activeElement))] ?? panes[0];
  };
  useHotkey("mod+m", () => setPicking({ key: here()?.key ?? "" }), { enabled: !blind });
  useHotkey("mod+\\", () => setPicking("new"), { enabled: !blind && panes.length < MOST_PANES });
  useHotkey("/", () => (field.current ?? view.current?.querySelector("textarea"))?.focus());
  useHotkey("Escape", () => void chat.stop(), { inFields: true, enabled: running });

  if (gone || (query.error && !conversation)) {
    return (
      <Suspense fallback={<ConversationSkeleton />}>
        <ConversationMissing error={gone ? null : query.error} onRetry={() => void query.refetch()} />
      </Suspense>
    );
  }
  if (conversationId !== null && !conversation) return <ConversationSkeleton />;
  return (
    <div ref={view} data-drop-zone className="flex h-full flex-col">
      <ConversationBar
        conversation={conversation}
        connection={connection}
        panes={panes.length}
        blind={blind}
        onAdd={() => setPicking("new")}
      >
        {(several || blind) && (
          <SideBySideBar
            sync={sync}
            onSync={toggleSync}
            blind={blind}
            onBlind={() => own.setBlind(!blind)}
            answering={running || chat.pending.size > 0}
            tied={tied}
            onTied={() => setTied(!tied)}
            // In step, the composer has this button.
            onStop={running && !sync ? () => void chat.stop() : null}
          />
        )}
      </ConversationBar>
      <PaneRow
        own={own}
        names={names}
        conversation={conversation}
        chat={chat}
        stream={stream}
        catalog={catalog.data}
        catalogLoading={catalog.isPending}
        allowedModels={beginning.allowedModels}
        rowOf={rowOf}
        tied={tied && several}
        onPickModel={(key) => setPicking({ key })}
        sync={sync}
        onSwitchModel={(key, again) => setPicking({ key, again })}
        welcome={
          <Welcome
            onPick={(text) => {
              write(text);
              field.current?.focus();
            }}
          />
        }
        composerOf={(pane, name) =>
          several &&
          !together && (
            <Suspense>
              <PaneComposer
                conversationId={conversationId}
                paneKey={pane.paneId ?? pane.key}
                name={name}
                settings={pane}
                row={pane.model === null ? null : rowOf(pane.model)}
                pane={onRecord(pane.paneId)}
                blind={blind}
                blocked={isBlocked([pane]) || (conversationId === null && chat.pending.size > 0)}
                onSend={(message, attachments) => sendTo([pane], message, attachments)}
                onPickModel={() => setPicking({ key: pane.key })}
                onStop={() => void chat.stop(onRecord(pane.paneId)?.running)}
              />
            </Suspense>
          )
        }
      />
      <Suspense>
        {conversation && !running && (blind || conversation.votes.length > 0) && (
          <VoteBar conversation={conversation} onFailure={setFailure} onReveal={() => own.setBlind(false)} />
        )}
      </Suspense>
      <Suspense>{failure && <LastFailure failure={failure} onDismiss={() => setFailure(null)} />}</Suspense>
      <ReproduceLink
        isNew={conversationId === null}
        own={own}
        sync={sync}
        onSync={toggleSync}
        draft={draft}
        onDraft={write}
        onFailure={setFailure}
      />
      {(together || !several) && (
        <Composer
          field={field}
          text={draft}
          onText={write}
          placeholder={asked.length > 1 ? `Ask all ${asked.length} models…` : "Ask anything…"}
          running={busy}
          stopLabel={several ? "Stop all" : "Stop"}
          blocked={isBlocked(asked)}
          onSend={() => void send()}
          onStop={() => void chat.stop()}
          attachments={files}
          tray={
            hasFiles(files, ...asked.map(({ paneId }) => onRecord(paneId))) && (
              <Suspense>
                <AttachmentTray
                  attachments={files}
                  asked={asked.map(({ key, paneId, model }) => ({
                    key,
                    name: names[panes.findIndex((pane) => pane.key === key)] ?? "",
                    row: blind || model === null ? null : rowOf(model),
                    pane: onRecord(paneId),
                  }))}
                  onPickModel={(key) => setPicking({ key })}
                />
              </Suspense>
            )
          }
        >
          <Suspense>
            {several && !begins && (
              <ComposerTarget panes={panes} names={names} target={target} onTarget={setChosen} />
            )}
            {(draft.trim() !== "" || files.stored.length > 0) && !busy && !blind && !isBlocked(asked) && (
              <ComposerEstimate
                text={draft}
                files={files.stored}
                asked={asked.map((settings) => ({
                  row: settings.model === null ? null : rowOf(settings.model),
                  settings,
                  pane: onRecord(settings.paneId),
                }))}
              />
            )}
          </Suspense>
        </Composer>
      )}
      <p role="status" aria-live="polite" className="sr-only">
        <Suspense>{conversation && <Announcer conversation={conversation} />}</Suspense>
      </p>
      <Suspense>
        {prompt !== null && conversationId === null && (
          <PromptFromAddress
            id={prompt}
            onText={(text) => {
              write(draft === "" ? text : `${draft}\n\n${text}`);
              field.current?.focus();
            }}
          />
        )}
      </Suspense>
      <Suspense>
        {picking && <PanePicker picking={picking} own={own} chat={chat} onClose={() => setPicking(null)} />}
      </Suspense>
    </div>
  );
}
