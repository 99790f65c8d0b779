"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { changeWorkspace } from "./queries";
import { SettingRow } from "./setting-row";
import { useSave } from "./use-save";
import { useTextDraft } from "./use-text-draft";
import { WORDS } from "./workspace-words";

/** What the team calls its Patchbay. */
export function WorkspaceNameRow({ name }: { name: string | null }) {
  const client = useQueryClient();
  const router = useRouter();
  const saved = useSave(async (workspaceName: string | null) => {
    await changeWorkspace(client, { workspaceName });
    // The rail shows it, too.
    router.refresh();
  });
  const [text, setText] = useTextDraft(name ?? "");
  const wanted = text.trim() === "" ? null : text.trim();
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (wanted === name) return;
    void saved.save(wanted, { before: name, words: "The workspace has another name." });
  };
  return (
    <SettingRow {...WORDS.name} saved={saved}>
      <form noValidate onSubmit={save} className="flex flex-wrap items-start gap-2">
        <TextField
          label="Name of the workspace"
          hiddenLabel
          maxLength={60}
          autoComplete="off"
          placeholder="Patchbay"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="w-64 max-w-full"
        />
        <Button type="submit" disabled={wanted === name}>
          Save name
        </Button>
      </form>
    </SettingRow>
  );
}
