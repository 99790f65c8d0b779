"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis, Pencil, Save, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { TextField } from "@/components/ui/field";
import { Menu } from "@/components/ui/menu";
import { showToast } from "@/components/ui/toast";
import type { PresetSummary } from "@/lib/conversations/presets-api";
import { describeFailure } from "@/lib/core/failure";
import type { PaneState } from "../pane-state";
import { changePreset, deletePreset, replacePreset } from "./preset-queries";

type Props = {
  preset: PresetSummary;
  state: PaneState;
  onApply: () => void;
  /** Does something, and shows what comes of it. */
  onAttempt: (work: () => Promise<string>) => Promise<void>;
};

/** One preset with what can be done with it. */
export function PresetRow({ preset, state, onApply, onAttempt }: Props) {
  const { id, name, hasSystem, settings } = preset;
  const client = useQueryClient();
  const [doing, setDoing] = useState<"renaming" | "removing" | null>(null);
  const done = () => setDoing(null);
  const holds = [...(hasSystem ? ["system prompt"] : []), ...settings].join(", ");
  if (doing === "renaming") {
    return (
      <li className="py-2">
        <RenameForm
          name={name}
          onCancel={done}
          onName={(next) =>
            void onAttempt(async () => {
              await changePreset(client, id, { name: next });
              done();
              return `Renamed to ${next}.`;
            })
          }
        />
      </li>
    );
  }
  return (
    <li className="flex items-center gap-2 py-2">
      <span className="min-w-0 flex-1">
        <span className="block truncate">{name}</span>
        <span className="block truncate text-xs text-muted">{holds || "Sets nothing"}</span>
      </span>
      <Button size="sm" aria-label={`Apply ${name}`} onClick={onApply}>
        Apply
      </Button>
      <Menu
        label={`More about ${name}`}
        icon={<Ellipsis aria-hidden />}
        items={[
          { label: "Rename", icon: <Pencil aria-hidden />, onSelect: () => setDoing("renaming") },
          {
            label: "Replace with what is set here",
            icon: <Save aria-hidden />,
            onSelect: () =>
              void onAttempt(async () => {
                const { system, parameters } = state;
                const next = { system: hasSystem ? system : null, parameters };
                const undo = await replacePreset(client, id, next);
                const act = () =>
                  void undo().catch((error: unknown) =>
                    showToast({ text: describeFailure(error).message, failed: true }),
                  );
                showToast({ text: `Replaced ${name}.`, action: { label: "Undo", act, undoes: true } });
                return "";
              }),
          },
          {
            label: "Delete",
            icon: <Trash2 aria-hidden />,
            danger: true,
            onSelect: () => setDoing("removing"),
          },
        ]}
      />
      {doing === "removing" && (
        <ConfirmDialog
          title={`Delete ${name}?`}
          confirm="Delete"
          onConfirm={async () => {
            await deletePreset(client, id);
            done();
          }}
          onClose={done}
        >
          Panes that it was applied to keep their settings.
        </ConfirmDialog>
      )}
    </li>
  );
}

function RenameForm({
  name,
  onName,
  onCancel,
}: {
  name: string;
  onName: (name: string) => void;
  onCancel: () => void;
}) {
  const [text, setText] = useState(name);
  const rename = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== "") onName(text.trim());
  };
  return (
    <form onSubmit={rename} className="flex flex-wrap items-end gap-2">
      <TextField
        label="Name of the preset"
        value={text}
        maxLength={100}
        autoFocus
        className="w-56"
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" look="primary" disabled={text.trim() === ""}>
        Rename
      </Button>
      <Button onClick={onCancel}>Cancel</Button>
    </form>
  );
}
