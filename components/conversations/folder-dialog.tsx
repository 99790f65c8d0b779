"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeConversation } from "@/components/playground/actions";
import { conversationsQuery, refreshConversation } from "@/components/playground/queries";
import { ChooseOne } from "@/components/ui/choices";
import { TextField } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";

type Props = { id: string; title: string; folder: string | null; onClose: () => void };

/** Which folder a conversation lies in: none, one that there is, or a new one. */
export default function FolderDialog({ id, title, folder, onClose }: Props) {
  const client = useQueryClient();
  const folders = useQuery(conversationsQuery).data?.folders ?? (folder === null ? [] : [folder]);
  const [chosen, setChosen] = useState(folder);
  const [named, setNamed] = useState("");
  const move = async () => {
    const next = named.trim() || chosen;
    if (next !== folder) {
      await changeConversation(id, { folder: next });
      await refreshConversation(client, id);
    }
    onClose();
  };
  const options: { value: string | null; label: string }[] = [
    { value: null, label: "No folder" },
    ...folders.map((name) => ({ value: name, label: name })),
  ];
  return (
    <FormDialog title="Move to a folder" submit="Move" onSubmit={move} onClose={onClose}>
      <p className="truncate text-muted">{title}</p>
      {folders.length > 0 && (
        <div className="max-h-60 overflow-y-auto">
          <ChooseOne<string | null>
            legend="Folder"
            // None of them while a new one is being named.
            value={named.trim() === "" ? chosen : ""}
            options={options}
            onChange={(value) => {
              setChosen(value);
              setNamed("");
            }}
          />
        </div>
      )}
      <TextField
        data-focus
        label="New folder"
        maxLength={60}
        autoComplete="off"
        placeholder="Its name"
        value={named}
        onChange={(event) => setNamed(event.target.value)}
      />
    </FormDialog>
  );
}
