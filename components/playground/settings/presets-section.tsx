"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { TextField } from "@/components/ui/field";
import { Switch } from "@/components/ui/switch";
import { describeFailure, type Failure } from "@/lib/core/failure";
import type { PaneState } from "../pane-state";
import { createPreset, presetsQuery, readPreset } from "./preset-queries";
import { PresetRow } from "./preset-row";

/** Settings to be put in place of what is set; without instructions, those of the pane stay. */
export type Applied = { system?: string; parameters: Readonly<Record<string, unknown>> };

type Props = {
  state: PaneState;
  /** @returns what the model does not take and was left out */
  onApply: (applied: Applied) => string[];
};

/** Settings kept under names: saved from this pane, applied to any. */
export default function PresetsSection({ state, onApply }: Props) {
  const presets = useQuery(presetsQuery);
  const [said, setSaid] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  const list = presets.data?.presets ?? [];
  const attempt = async (work: () => Promise<string>) => {
    setFailure(null);
    setSaid("");
    try {
      setSaid(await work());
    } catch (error) {
      setFailure(describeFailure(error));
    }
  };
  const apply = (id: string) =>
    attempt(async () => {
      const { name, system, parameters } = await readPreset(id);
      const left = onApply({ ...(system === null ? {} : { system }), parameters });
      const without = left.length === 0 ? "" : ` without ${left.join(", ")}, which this model does not take`;
      return `Applied ${name}${without}.`;
    });
  return (
    <div className="space-y-4 pt-4">
      <SaveForm state={state} taken={list.map(({ name }) => name)} onSave={attempt} />
      <p role="status" className="text-xs text-ok empty:hidden">
        {said}
      </p>
      {failure && <FailureNotice compact failure={failure} />}
      {presets.error ? (
        <FailureNotice
          compact
          failure={describeFailure(presets.error)}
          actions={<Button onClick={() => void presets.refetch()}>Try again</Button>}
        />
      ) : presets.isPending ? (
        <p className="text-faint">Loading…</p>
      ) : list.length === 0 ? (
        <p className="text-muted">No presets yet. What is set in this pane can be kept under a name.</p>
      ) : (
        <ul aria-label="Presets" className="divide-y divide-line border-y border-line">
          {list.map((preset) => (
            <PresetRow
              key={preset.id}
              preset={preset}
              state={state}
              onApply={() => void apply(preset.id)}
              onAttempt={attempt}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

type SaveProps = {
  state: PaneState;
  taken: readonly string[];
  onSave: (work: () => Promise<string>) => Promise<void>;
};

function SaveForm({ state: { system, parameters }, taken, onSave }: SaveProps) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [withSystem, setWithSystem] = useState(false);
  const wanted = name.trim();
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (wanted === "" || taken.includes(wanted)) return;
    void onSave(async () => {
      await createPreset(client, { name: wanted, system: withSystem ? system : null, parameters });
      setName("");
      return `Saved ${wanted}.`;
    });
  };
  return (
    <form onSubmit={save} className="flex flex-wrap items-end gap-3">
      <TextField
        label="Save what is set here as"
        value={name}
        maxLength={100}
        autoComplete="off"
        className="w-56"
        problem={taken.includes(wanted) ? "There is one of this name" : null}
        onChange={(event) => setName(event.target.value)}
      />
      {system !== null && (
        <Switch label="With system prompt" on={withSystem} onToggle={() => setWithSystem(!withSystem)} />
      )}
      <Button type="submit" disabled={wanted === "" || taken.includes(wanted)}>
        Save preset
      </Button>
    </form>
  );
}
