"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { TextField } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import type { VirtualKey } from "@/lib/team/keys-api";
import { LONGEST_NAME, nameProblem } from "./key-name";
import { changeKey } from "./queries";

export function RenameKey({ about, onClose }: { about: VirtualKey; onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState(about.name);
  const [tried, setTried] = useState(false);
  const problem = nameProblem(name);
  const save = async () => {
    setTried(true);
    if (problem) return;
    if (name.trim() !== about.name) await changeKey(client, about.id, { name: name.trim() });
    onClose();
  };
  return (
    <FormDialog title="Rename key" submit="Save" onSubmit={save} onClose={onClose}>
      <TextField
        label="Name"
        value={name}
        maxLength={LONGEST_NAME}
        autoFocus
        autoComplete="off"
        problem={tried ? problem : null}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setName(event.target.value)}
      />
    </FormDialog>
  );
}
