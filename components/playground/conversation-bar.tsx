"use client";

import { Plus } from "lucide-react";
import { type ReactNode, Suspense } from "react";
import { Button } from "@/components/ui/button";
import { lazy } from "@/components/ui/lazy";
import { useKeys } from "@/components/ui/use-keys";
import type { Conversation } from "@/lib/conversations/api";
import { MOST_PANES } from "@/lib/conversations/limits";
import { ariaKeys } from "@/lib/core/hotkeys";
import { runningIn } from "./conversation-panes";
import type { Connection } from "./conversation-stream";
import { ConversationTitle } from "./conversation-title";

const CompareButton = lazy(() => import("./compare-button"));
const ConversationActions = lazy(() => import("./conversation-actions"));
const ConversationTotals = lazy(() => import("./conversation-totals"));

type Props = {
  conversation: Conversation | undefined;
  connection: Connection;
  panes: number;
  /** Nobody is to know the models, so none is added and no sum tells. */
  blind: boolean;
  onAdd: () => void;
  /** What there is to set when models stand side by side. */
  children: ReactNode;
};

/** The line above the panes: what the conversation is called, what it cost, and how to put a model beside it. */
export function ConversationBar({ conversation, connection, panes, blind, onAdd, children }: Props) {
  const keys = useKeys();
  return (
    <header className="@container tool-bar border-b border-line sm:px-4">
      <ConversationTitle id={conversation?.id ?? null} title={conversation?.title ?? ""} />
      <div className="ml-auto flex shrink-0 items-center gap-2 @6xl:gap-3 touch:gap-1">
        <Suspense>
          {conversation && <CompareButton conversation={conversation} />}
          {conversation && !blind && (
            // A phone has no room for it beside what is set for several models.
            <span className={panes > 1 ? "@max-lg:hidden" : "contents"}>
              <ConversationTotals conversationId={conversation.id} running={runningIn(conversation).length} />
            </span>
          )}
          {children}
          {conversation && <ConversationActions {...{ conversation, connection }} />}
        </Suspense>
        <Button
          size="sm"
          onClick={onAdd}
          disabled={blind || panes >= MOST_PANES}
          aria-keyshortcuts={ariaKeys("mod+\\")}
          data-tip={
            panes >= MOST_PANES
              ? `${MOST_PANES} models at most`
              : `Ask another model too${keys("mod+\\", " (", ")")}`
          }
        >
          <Plus aria-hidden />
          <span className={panes > 1 ? "@max-[60rem]:sr-only" : "@max-lg:sr-only"}>Add model</span>
        </Button>
      </div>
    </header>
  );
}
