"use client";

import { Suspense, useRef } from "react";
import { lazy } from "@/components/ui/lazy";
import type { CatalogModel } from "@/lib/catalog/model";
import type { Pane } from "@/lib/conversations/api";
import type { Attachment } from "@/lib/conversations/attachments-api";
import { hasFiles, useAttachments } from "./attachments/use-attachments";
import { Composer } from "./composer";
import type { PaneSettings } from "./pane-state";
import { useDraft } from "./use-draft";

const AttachmentTray = lazy(() => import("./attachments/attachment-tray"));
const ComposerEstimate = lazy(() => import("./composer-estimate"));

type Props = {
  conversationId: string | null;
  paneKey: string;
  name: string;
  row: CatalogModel | null;
  settings: PaneSettings;
  pane: Pane | null;
  blocked: boolean;
  /** Nobody is to know what this model costs. */
  blind: boolean;
  /** @returns whether the server took it */
  onSend: (message: string, attachments: readonly Attachment[]) => Promise<boolean>;
  onPickModel: () => void;
  onStop: () => void;
};

/** Where one pane's own messages are written while panes are not in step. */
export default function PaneComposer(props: Props) {
  const { conversationId, paneKey, name, row, settings, pane } = props;
  const [draft, setDraft] = useDraft(`${conversationId ?? "new"}.${paneKey}`);
  const attachments = useAttachments(`${conversationId ?? "new"}.${paneKey}`);
  const field = useRef<HTMLTextAreaElement>(null);
  const running = (pane?.running.length ?? 0) > 0;
  const send = async () => {
    const { items, stored, change, letGo } = attachments;
    setDraft("");
    change(() => []);
    if (await props.onSend(draft, stored)) return letGo(items);
    setDraft(field.current?.value || draft);
    change((now) => (now.length === 0 ? items : now));
  };
  return (
    <Composer
      field={field}
      label={`Message to ${name}`}
      text={draft}
      onText={setDraft}
      placeholder="Ask this model…"
      running={running}
      blocked={props.blocked}
      onSend={() => void send()}
      onStop={props.onStop}
      attachments={attachments}
      tray={
        hasFiles(attachments, pane) && (
          <Suspense>
            <AttachmentTray
              attachments={attachments}
              asked={[{ key: paneKey, name, row: props.blind ? null : row, pane }]}
              onPickModel={props.onPickModel}
            />
          </Suspense>
        )
      }
    >
      {(draft.trim() !== "" || attachments.stored.length > 0) && !running && !props.blind && (
        <Suspense>
          <ComposerEstimate text={draft} files={attachments.stored} asked={[{ row, settings, pane }]} />
        </Suspense>
      )}
    </Composer>
  );
}
