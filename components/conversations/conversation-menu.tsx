"use client";

import { Copy, Download, Ellipsis, FileJson, FolderInput, Pencil, Pin, PinOff, Trash2 } from "lucide-react";
import { Suspense, useState } from "react";
import { lazy } from "@/components/ui/lazy";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { saveFrom } from "@/components/ui/save-file";
import { type Kept, useConversationActions } from "./use-conversation-actions";

const FolderDialog = lazy(() => import("./folder-dialog"));
const RenameDialog = lazy(() => import("./rename-dialog"));

type Props = {
  conversation: Kept;
  /** What else can be done where it stands, above the rest. */
  before?: readonly MenuItem[];
  /** Where the title itself can be changed, the menu need not offer it. */
  renames?: boolean;
  /** It was asked for before it was there. */
  opens?: boolean;
};

/** What can be done with a conversation as a whole, wherever it is listed or open. */
export default function ConversationMenu({ conversation, before = [], renames = true, opens }: Props) {
  "use memo";
  const { id, title, pinned, folder } = conversation;
  const [doing, setDoing] = useState<"rename" | "move" | null>(null);
  const { pin, duplicate, remove } = useConversationActions(conversation);
  const done = () => setDoing(null);
  const save = (format: "markdown" | "json") =>
    saveFrom(`/api/conversations/${id}/export?${new URLSearchParams({ format })}`);
  const items: MenuItem[] = [
    ...before,
    ...(renames
      ? [{ label: "Rename…", icon: <Pencil aria-hidden />, onSelect: () => setDoing("rename") }]
      : []),
    pinned
      ? { label: "Unpin", icon: <PinOff aria-hidden />, onSelect: () => pin(false) }
      : { label: "Pin", icon: <Pin aria-hidden />, onSelect: () => pin(true) },
    { label: "Move to a folder…", icon: <FolderInput aria-hidden />, onSelect: () => setDoing("move") },
    { label: "Duplicate", icon: <Copy aria-hidden />, onSelect: duplicate },
    { label: "Export as Markdown", icon: <Download aria-hidden />, onSelect: () => save("markdown") },
    { label: "Export as JSON", icon: <FileJson aria-hidden />, onSelect: () => save("json") },
    { label: "Delete", icon: <Trash2 aria-hidden />, danger: true, onSelect: remove },
  ];
  return (
    <>
      <Menu
        label={`Actions for “${title}”`}
        tip="Actions"
        icon={<Ellipsis aria-hidden />}
        items={items}
        opens={opens}
      />
      <Suspense>
        {doing === "rename" && <RenameDialog id={id} title={title} onClose={done} />}
        {doing === "move" && <FolderDialog id={id} title={title} folder={folder} onClose={done} />}
      </Suspense>
    </>
  );
}
