"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ClipboardList, CodeXml, Link2, Share2 } from "lucide-react";
import { Suspense, useState } from "react";
import ConversationMenu from "@/components/conversations/conversation-menu";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-text";
import { lazy, part } from "@/components/ui/lazy";
import { showToast } from "@/components/ui/toast";
import type { Conversation } from "@/lib/conversations/api";
import { toMarkdown } from "@/lib/conversations/export";
import { reproduceLink } from "@/lib/conversations/reproduce";
import { revealHidden } from "@/lib/core/reveal-hidden";
import { ConnectionSign } from "./connection-sign";
import type { Connection } from "./conversation-stream";

const CodeDialog = lazy(() => import("./sharing/code-dialog"));
const ShareDialog = lazy(() => import("./sharing/share-dialog"));

type Props = { conversation: Conversation; connection: Connection };

/** Whether answers arrive, and what can be done with the conversation that is open; where the bar is narrow all of it is in the menu. */
export default function ConversationActions({ conversation, connection }: Props) {
  "use memo";
  const [open, setOpen] = useState<"code" | "share" | null>(null);
  // Both tell the models, which nobody may know before the vote.
  const { blind, id } = conversation;
  const client = useQueryClient();
  /** Copies what is made of all of it, though its beginning may still be on its way. */
  const copy = (make: (whole: Conversation) => string | Promise<string>, done: string) =>
    void copyText(async () => {
      if (!conversation.panes.some(({ earlier }) => earlier)) return make(conversation);
      const { readWhole } = await part(() => import("./actions"));
      const whole = await readWhole(client, id, ({ message: text }) => showToast({ text, failed: true }));
      return whole && make(whole);
    }, done);
  return (
    <>
      <ConnectionSign connection={connection} />
      {!blind && (
        <Button
          size="sm"
          className="@max-3xl:hidden"
          aria-haspopup="dialog"
          data-tip="Code that asks the same"
          onClick={() => setOpen("code")}
        >
          <CodeXml aria-hidden /> <span className="@max-[60rem]:sr-only">Code</span>
        </Button>
      )}
      <Button
        size="sm"
        className="@max-3xl:hidden"
        aria-haspopup="dialog"
        data-tip="Share by a link"
        onClick={() => setOpen("share")}
      >
        <Share2 aria-hidden /> <span className="@max-[60rem]:sr-only">Share</span>
      </Button>
      <ConversationMenu
        conversation={conversation}
        renames={false}
        before={[
          ...(blind
            ? []
            : [
                {
                  label: "Code",
                  narrow: true,
                  icon: <CodeXml aria-hidden />,
                  onSelect: () => setOpen("code"),
                },
              ]),
          { label: "Share", narrow: true, icon: <Share2 aria-hidden />, onSelect: () => setOpen("share") },
          {
            label: "Copy as Markdown",
            icon: <ClipboardList aria-hidden />,
            onSelect: () =>
              copy((whole) => revealHidden(toMarkdown(whole, new Date())), "Copied as Markdown."),
          },
          ...(blind
            ? []
            : [
                {
                  label: "Copy reproduce link",
                  icon: <Link2 aria-hidden />,
                  onSelect: () =>
                    copy(
                      (whole) => reproduceLink(location.origin, whole),
                      "Copied. The link sets up the same models, settings and prompts in a new conversation.",
                    ),
                },
              ]),
        ]}
      />
      <Suspense>
        {open === "code" && <CodeDialog conversationId={conversation.id} onClose={() => setOpen(null)} />}
        {open === "share" && <ShareDialog conversationId={conversation.id} onClose={() => setOpen(null)} />}
      </Suspense>
    </>
  );
}
