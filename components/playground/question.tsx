"use client";

import { Pencil, Trash2 } from "lucide-react";
import { Suspense, useState } from "react";
import { IconButton } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { lazy } from "@/components/ui/lazy";
import type { Message } from "@/lib/conversations/api";
import { revealHidden } from "@/lib/core/reveal-hidden";
import { SentFiles } from "./attachments/sent-files";
import { BranchSwitch } from "./branch-switch";
import { QuestionEditor } from "./question-editor";
import type { TurnActions } from "./turn-actions";

const SavePromptButton = lazy(() => import("./save-prompt-button"));

type Props = {
  text: string;
  /** Null while it is not on record yet. */
  message: Message | null;
  busy: boolean;
  actions: TurnActions;
};

/** What the person asked; it can be asked otherwise, which begins a branch. */
export function Question({ text, message, busy, actions }: Props) {
  "use memo";
  const [doing, setDoing] = useState<"editing" | "removing" | null>(null);
  const done = () => setDoing(null);
  if (doing === "editing" && message) {
    return (
      <QuestionEditor
        text={text}
        mayBeEmpty={message.attachments.length > 0}
        onCancel={done}
        onAsk={async (next) => {
          if (await actions.edit(message.id, next)) done();
        }}
      />
    );
  }
  return (
    <div className="group flex flex-col items-end pt-3 pb-1">
      <h2 className="sr-only">You</h2>
      <SentFiles files={message?.attachments ?? []} />
      {text.trim() !== "" && (
        <div className="max-w-[85%] rounded-box bg-hover px-3.5 py-2 text-base leading-6">
          <Words key={message?.id ?? "sent"} text={text} />
        </div>
      )}
      <div className="flex h-7 items-center touch:h-11">
        {message && (
          <>
            <BranchSwitch id={message.id} siblings={message.siblings} disabled={busy} onWalk={actions.walk} />
            {!busy && (
              <span className="opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 touch:opacity-100">
                <IconButton size="icon-sm" label="Edit question" onClick={() => setDoing("editing")}>
                  <Pencil aria-hidden />
                </IconButton>
                <Suspense>
                  <SavePromptButton text={text} />
                </Suspense>
                <IconButton size="icon-sm" label="Delete question" onClick={() => setDoing("removing")}>
                  <Trash2 aria-hidden />
                </IconButton>
              </span>
            )}
          </>
        )}
      </div>
      {doing === "removing" && message && (
        <ConfirmDialog
          title="Delete this question?"
          confirm="Delete"
          onConfirm={() => {
            done();
            actions.remove(message.id);
          }}
          onClose={done}
        >
          Its answers and what was said after them here go with it. The ledger keeps what they cost.
        </ConfirmDialog>
      )}
    </div>
  );
}

const LONG = 1200;

/** As they were written; folded when there are many. */
function Words({ text }: { text: string }) {
  "use memo";
  const [open, setOpen] = useState(false);
  const long = text.length > LONG || text.split("\n", 25).length > 20;
  const shown = long && !open ? `${text.slice(0, LONG).split("\n", 12).join("\n")}…` : text;
  return (
    <>
      <p className="whitespace-pre-wrap wrap-anywhere">{revealHidden(shown)}</p>
      {long && (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="mt-1 text-sm text-muted underline underline-offset-3 hover:text-ink touch:min-h-11"
        >
          {open ? "Show less" : "Show all"}
        </button>
      )}
    </>
  );
}
