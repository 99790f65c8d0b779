"use client";

import { SlidersHorizontal } from "lucide-react";
import { type DragEvent, type ReactNode, Suspense, useState } from "react";
import { IconButton } from "@/components/ui/button";
import { lazy } from "@/components/ui/lazy";
import { preloadable } from "@/components/ui/preloadable";
import type { CatalogResponse } from "@/lib/catalog/api";
import type { CatalogModel } from "@/lib/catalog/model";
import { pricesOf } from "@/lib/catalog/model-prices";
import { formatContext } from "@/lib/core/format";
import { isRoute } from "@/lib/routes/is-route";
import { MessagesSkeleton } from "./conversation-skeleton";
import { drawing } from "./drawing";
import { Markdown } from "./markdown/markdown-ahead";
import type { MessagesProps } from "./messages";
import { ModelButton } from "./model-button";
import { PANE_DRAG } from "./pane-state";
import { usePriceChange } from "./use-price-change";

const ModelNotice = lazy(() => import("./model-notice"));
const PaneRules = lazy(() => import("./pane-rules"));
const PaneChain = lazy(() => import("./pane-chain"));
const Messages = preloadable(() => import("./messages"));

/** Fetches what shows conversations, for when one is about to begin. */
export function preloadMessages(): void {
  // All at once, so that none of them waits for another.
  drawing.ready = Promise.allSettled([import("./send-message"), Messages.preload(), Markdown.preload()]);
}

type Props = MessagesProps & {
  /** Names the region; holds the model's id. */
  name: string;
  /** The model that the next message goes to. */
  model: string | null;
  /** Nobody is to know the model; the name is an alias. */
  blind: boolean;
  catalog: CatalogResponse | undefined;
  catalogLoading: boolean;
  /** The only models that may be asked; null for all. */
  allowedModels: readonly string[] | null;
  onPickModel: () => void;
  onModel: (model: string) => void;
  fallbackModels: readonly string[];
  /** What is set of it, in a few words. */
  summary: string;
  onSettings: (tab: "parameters" | "routing") => void;
  /** What stands in an empty pane. */
  welcome: ReactNode;
  /** One of several, of which a small screen shows one at a time. */
  several: boolean;
  hidden: boolean;
  /** Before and after the model, where there are several. */
  grip: ReactNode;
  tools: ReactNode;
  /** The pane's own composer. */
  composer: ReactNode;
  /** Another pane was dragged here. */
  onDropPane: (key: string) => void;
};

/** One pane: its model and the conversation with it. */
export function PaneView({ name, blind, catalog, catalogLoading, several, ...props }: Props) {
  const { pane, pending, rowOf } = props;
  const model = blind ? null : props.model;
  const row = model === null ? null : rowOf(model);
  // It has no row of its own, and needs none.
  const routed = model !== null && isRoute(model);
  const change = usePriceChange(row, pane, catalog);
  const [over, setOver] = useState(false);
  const empty = (pane?.messages.length ?? 0) === 0 && pending === null;
  const onDrag = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes(PANE_DRAG)) return;
    event.preventDefault();
    setOver(event.type === "dragover");
    if (event.type === "drop") props.onDropPane(event.dataTransfer.getData(PANE_DRAG));
  };
  return (
    <section
      aria-label={name}
      hidden={props.hidden}
      // Files dropped here are for its own composer, where it has one.
      data-drop-zone={props.composer ? "" : undefined}
      onDragOver={onDrag}
      onDragLeave={onDrag}
      onDrop={onDrag}
      className={`@container min-w-0 flex-1 flex-col not-first:border-l ${props.hidden ? "" : "flex"} ${several ? "max-md:w-full max-md:shrink-0 max-md:grow-0 max-md:basis-full max-md:snap-start md:min-w-[calc(20rem*max(1,var(--pane,1)))] md:grow-[var(--pane,1)]" : ""} ${over ? "outline-2 -outline-offset-2 outline-accent" : ""}`}
    >
      <div className="flex min-h-11 items-center gap-2 border-b border-line px-3 py-1 sm:px-4">
        {props.grip}
        {blind ? (
          <p className="font-mono text-xs">{name}</p>
        ) : (
          <ModelButton model={model} loading={catalogLoading} onOpen={props.onPickModel} />
        )}
        {row && <ModelLine row={row} />}
        {model && !row && !routed && !catalogLoading && (
          <p data-tip="Not in the catalogue" className="shrink-0 text-xs text-warn">
            {/* As text, not as a sign in colours. */}
            <span aria-hidden className="@lg:hidden">
              ⚠{"\ufe0e"}
            </span>
            <span className="@max-lg:sr-only">Not in the catalogue</span>
          </p>
        )}
        <div className="ml-auto flex shrink-0 items-center">
          {!blind && (
            <IconButton
              size="icon-sm"
              label="Settings"
              tip={props.summary === "" ? "Settings" : `Settings: ${props.summary}`}
              aria-haspopup="dialog"
              onClick={() => props.onSettings("parameters")}
              className={props.summary === "" ? "" : "text-accent-text"}
            >
              <SlidersHorizontal aria-hidden />
            </IconButton>
          )}
          {props.tools}
        </div>
      </div>
      {model !== null && props.fallbackModels.length > 0 && (
        <Suspense>
          <PaneChain
            model={model}
            fallbackModels={props.fallbackModels}
            onOpen={() => props.onSettings("routing")}
          />
        </Suspense>
      )}
      {props.allowedModels && model !== null && (
        <Suspense>
          <PaneRules
            model={model}
            fallbackModels={props.fallbackModels}
            allowedModels={props.allowedModels}
          />
        </Suspense>
      )}
      {catalog && model !== null && !routed && (row === null || row.expiresOn !== null || change) && (
        <Suspense>
          <ModelNotice model={model} row={row} catalog={catalog} change={change} onSwitch={props.onModel} />
        </Suspense>
      )}
      {empty ? (
        <div className="min-h-0 flex-1 overflow-y-auto">{props.welcome}</div>
      ) : (
        <Suspense fallback={<MessagesSkeleton />}>
          <Messages
            conversation={props.conversation}
            pane={pane}
            pending={pending}
            stream={props.stream}
            sent={props.sent}
            rowOf={rowOf}
            turns={props.turns}
          />
        </Suspense>
      )}
      {props.composer}
    </section>
  );
}

function ModelLine({ row }: { row: CatalogModel }) {
  return (
    // Whole or not at all: half of a price is another price.
    <p className="hidden h-4 min-w-0 shrink-9999 flex-wrap overflow-hidden text-xs whitespace-nowrap text-muted tabular-nums @lg:flex">
      <span className="h-4 w-px" />
      <span>
        {row.contextLength !== null && (
          <span className="@max-2xl:hidden">
            <span data-tip="Context window">{formatContext(row.contextLength)}</span>
            <span aria-hidden className="px-2 text-faint">
              ·
            </span>
          </span>
        )}
        {pricesOf(row)}
      </span>
    </p>
  );
}
