"use client";

import { Fragment, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { lazy } from "@/components/ui/lazy";
import type { CatalogResponse } from "@/lib/catalog/api";
import type { CatalogModel } from "@/lib/catalog/model";
import type { Conversation } from "@/lib/conversations/api";
import type { ConversationStream } from "./conversation-stream";
import { type PaneState, summaryOf, withModel } from "./pane-state";
import { PaneView } from "./pane-view";
import type { useChat } from "./use-chat";
import type { Panes } from "./use-panes";

const PaneEmpty = lazy(() => import("./pane-empty"));
const PaneGrip = lazy(() => import("./pane-grip"));
const OpenSettings = lazy(() => import("./settings/open-settings"));
const PaneResizer = lazy(() => import("./pane-resizer"));
const PaneScrolls = lazy(() => import("./pane-scrolls"));
const PaneSizes = lazy(() => import("./pane-sizes"));
const PaneTabs = lazy(() => import("./pane-tabs"));
const PaneTools = lazy(() => import("./pane-tools"));

type Props = {
  own: Panes;
  names: readonly string[];
  conversation: Conversation | undefined;
  chat: ReturnType<typeof useChat>;
  stream: ConversationStream | null;
  catalog: CatalogResponse | undefined;
  catalogLoading: boolean;
  /** The only models that may be asked; null for all. */
  allowedModels: readonly string[] | null;
  rowOf: (model: string) => CatalogModel | null;
  sync: boolean;
  /** Whether the panes scroll together. */
  tied: boolean;
  onPickModel: (key: string) => void;
  /** Another model is to give an answer again. */
  onSwitchModel: (key: string, messageId: string) => void;
  /** What stands in the one pane of an empty conversation. */
  welcome: ReactNode;
  /** A pane's own composer, where each has one. */
  composerOf: (pane: PaneState, name: string) => ReactNode;
};

/** The panes beside each other; on a small screen one at a time, swiped or chosen by its tab. */
export function PaneRow({ own, names, conversation, chat, catalog, rowOf, onPickModel, ...props }: Props) {
  const { panes, blind } = own;
  const row = useRef<HTMLDivElement>(null);
  const [maximised, setMaximised] = useState<string | null>(null);
  /** The pane whose settings are open. */
  const [setting, setSetting] = useState<{ key: string; tab: "parameters" | "routing" } | null>(null);
  const several = panes.length > 1;
  const only = several && panes.some(({ key }) => key === maximised) ? maximised : null;
  useNewest(row, panes.length);
  const onRecord = (paneId: string | null) => conversation?.panes.find(({ id }) => id === paneId) ?? null;
  const open = panes.find(({ key }) => key === setting?.key);
  const tabs = panes.map(({ key, paneId }, index) => {
    const running = (onRecord(paneId)?.running.length ?? 0) > 0;
    return { key, name: names[index] ?? "", running };
  });
  return (
    <>
      {several && (
        <Suspense>
          <PaneTabs row={row} panes={tabs} />
          <PaneScrolls row={row} order={panes.map(({ key }) => key).join()} tied={props.tied} />
        </Suspense>
      )}
      <div
        ref={row}
        className="flex min-h-0 flex-1 overflow-x-auto scroll-smooth max-md:snap-x max-md:snap-mandatory"
      >
        {panes.map((state, index) => {
          const { key, paneId, model } = state;
          const pane = onRecord(paneId);
          const name = names[index] ?? "";
          const move = (position: number) => own.move(key, position);
          return (
            <Fragment key={key}>
              {several && only === null && index > 0 && (
                <Suspense>
                  <PaneResizer row={row} panes={panes} names={names} blind={blind} index={index - 1} />
                </Suspense>
              )}
              <PaneView
                name={name}
                model={model}
                blind={blind}
                rowOf={rowOf}
                catalog={catalog}
                catalogLoading={props.catalogLoading}
                allowedModels={props.allowedModels}
                conversation={conversation}
                pane={pane}
                pending={chat.pending.get(key) ?? null}
                stream={props.stream}
                sent={chat.sent}
                several={several && only === null}
                hidden={only !== null && only !== key}
                onPickModel={() => onPickModel(key)}
                fallbackModels={state.fallbackModels}
                summary={summaryOf(state)}
                onSettings={(tab) => setSetting({ key, tab })}
                onModel={(next) => own.change([key], (pane) => withModel(pane, next))}
                turns={{
                  ...{ state, own, chat, sync: props.sync },
                  onSwitchModel: (messageId) => props.onSwitchModel(key, messageId),
                }}
                onDropPane={(dragged) => own.move(dragged, index)}
                welcome={
                  several ? (
                    <Suspense>
                      <PaneEmpty row={model === null ? null : rowOf(model)} blind={blind} />
                    </Suspense>
                  ) : (
                    props.welcome
                  )
                }
                grip={
                  several &&
                  !blind && (
                    <Suspense>
                      <PaneGrip paneKey={key} name={name} index={index} count={panes.length} onMove={move} />
                    </Suspense>
                  )
                }
                tools={
                  several && (
                    <Suspense>
                      <PaneTools
                        name={name}
                        index={index}
                        count={panes.length}
                        maximised={only === key}
                        running={(pane?.running.length ?? 0) > 0}
                        blind={blind}
                        hasMessages={(pane?.messages.length ?? 0) > 0}
                        onStop={() => void chat.stop(pane?.running)}
                        onMaximise={(yes) => setMaximised(yes ? key : null)}
                        onDuplicate={() => own.duplicate(key)}
                        onMove={move}
                        onRemove={() => own.remove(key)}
                      />
                    </Suspense>
                  )
                }
                composer={props.composerOf(state, name)}
              />
            </Fragment>
          );
        })}
      </div>
      <Suspense>{several && <PaneSizes row={row} panes={panes} blind={blind} />}</Suspense>
      {open && (
        <Suspense>
          <OpenSettings
            own={own}
            open={open}
            name={names[panes.indexOf(open)] ?? ""}
            together={several && props.sync}
            start={setting?.tab ?? "parameters"}
            onClose={() => setSetting(null)}
          />
        </Suspense>
      )}
    </>
  );
}

/** Brings a pane that was put at the end into view. */
function useNewest(row: { current: HTMLElement | null }, count: number): void {
  const before = useRef(count);
  useEffect(() => {
    if (count === before.current + 1) row.current?.scrollTo({ left: row.current.scrollWidth });
    before.current = count;
  }, [row, count]);
}
