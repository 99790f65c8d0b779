"use client";

import { ArrowLeftRight, ClipboardList, Ellipsis, Percent, RotateCcw, Trash2 } from "lucide-react";
import { Suspense, useState } from "react";
import { IconButton } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { copyText } from "@/components/ui/copy-text";
import { lazy } from "@/components/ui/lazy";
import { Menu } from "@/components/ui/menu";
import type { Message } from "@/lib/conversations/api";
import { revealHidden } from "@/lib/core/reveal-hidden";
import { BranchSwitch } from "./branch-switch";
import type { TurnActions } from "./turn-actions";

type Props = {
  message: Message;
  busy: boolean;
  /** Nobody is to know which model answered, so none is chosen either. */
  blind: boolean;
  actions: TurnActions;
};

const TokenChances = lazy(() => import("./token-chances"));

/** What can be done with an answer. */
export function AnswerTools({ message, busy, blind, actions }: Props) {
  "use memo";
  const { id, siblings } = message;
  const [removing, setRemoving] = useState(false);
  const [looking, setLooking] = useState(false);
  const said = async () => {
    const text = await actions.markdown(id);
    return text && revealHidden(text);
  };
  return (
    <>
      <BranchSwitch id={id} siblings={siblings} disabled={busy} onWalk={actions.walk} />
      {!busy && (
        <>
          <IconButton size="icon-sm" label="Regenerate" onClick={() => actions.regenerate(id)}>
            <RotateCcw aria-hidden />
          </IconButton>
          <Menu
            label="More"
            icon={<Ellipsis aria-hidden />}
            items={[
              ...(blind
                ? []
                : [
                    {
                      label: "Ask another model instead",
                      icon: <ArrowLeftRight aria-hidden />,
                      onSelect: () => actions.switchModel(id),
                    },
                  ]),
              {
                label: "Copy question and answer",
                icon: <ClipboardList aria-hidden />,
                onSelect: () => void copyText(said, "Copied the question and its answer."),
              },
              ...(message.hasChances
                ? [
                    {
                      label: "Token probabilities",
                      icon: <Percent aria-hidden />,
                      onSelect: () => setLooking(true),
                    },
                  ]
                : []),
              {
                label: "Delete answer",
                icon: <Trash2 aria-hidden />,
                danger: true,
                onSelect: () => setRemoving(true),
              },
            ]}
          />
        </>
      )}
      {looking && (
        <Suspense>
          <TokenChances
            conversationId={actions.conversationId() ?? ""}
            messageId={id}
            onClose={() => setLooking(false)}
          />
        </Suspense>
      )}
      {removing && (
        <ConfirmDialog
          title="Delete this answer?"
          confirm="Delete"
          onConfirm={() => {
            setRemoving(false);
            actions.remove(id);
          }}
          onClose={() => setRemoving(false)}
        >
          What was said after it here goes with it. The ledger keeps what it cost.
        </ConfirmDialog>
      )}
    </>
  );
}
