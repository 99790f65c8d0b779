"use client";

import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { SettingRow } from "./setting-row";
import { useTextDraft } from "./use-text-draft";
import { useWorkspaceSave } from "./use-workspace-save";
import { WORDS } from "./workspace-words";

/** What the team calls its Patchbay. */
export function WorkspaceNameRow({ name }: { name: string | null }) {
  const saved = useWorkspaceSave();
  const router = useRouter();
  const [text, setText] = useTextDraft(name ?? "");
  const wanted = text.trim() === "" ? null : text.trim();
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (wanted === name) return;
    // The rail shows it, too.
    if (await saved.save({ workspaceName: wanted })) router.refresh();
  };
  return (
    <SettingRow {...WORDS.name} saved={saved}>
      <form noValidate onSubmit={(event) => void save(event)} className="flex flex-wrap items-start gap-2">
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
