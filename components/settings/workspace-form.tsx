"use client";

import { Panel } from "@/components/ui/panel";
import { Switch } from "@/components/ui/switch";
import type { Workspace } from "@/lib/team/workspace-api";
import { AllowedModelsRow } from "./allowed-models-row";
import { FirstModelField } from "./first-model-field";
import { RetentionRow } from "./retention-row";
import { SettingRow } from "./setting-row";
import { useWorkspaceSave } from "./use-workspace-save";
import { WorkspaceNameRow } from "./workspace-name-row";
import { WORDS } from "./workspace-words";
import { ZoneRow } from "./zone-row";

/** Changes what holds for everyone, setting by setting. */
export function WorkspaceForm({ workspace }: { workspace: Workspace }) {
  return (
    <>
      <Panel title="Workspace">
        <WorkspaceNameRow name={workspace.workspaceName} />
        <ZoneRow timeZone={workspace.timeZone} />
        <FirstModelRow value={workspace.defaultModel} />
        <RetentionRow days={workspace.retentionDays} />
      </Panel>
      <Panel title="Rules for every request" className="mt-6">
        <DataPolicyRow {...workspace} />
        <AllowedModelsRow patterns={workspace.allowedModels} />
      </Panel>
    </>
  );
}

function FirstModelRow({ value }: { value: string | null }) {
  const saved = useWorkspaceSave();
  return (
    <SettingRow {...WORDS.firstModel} saved={saved}>
      <FirstModelField
        value={value}
        otherwise="What each used last."
        onChange={(defaultModel) =>
          void saved.save(
            { defaultModel },
            { before: { defaultModel: value }, words: "The workspace's first model is changed." },
          )
        }
      />
    </SettingRow>
  );
}

type Policy = Pick<Workspace, "denyDataCollection" | "requireZeroRetention">;

function DataPolicyRow({ denyDataCollection, requireZeroRetention }: Policy) {
  const saved = useWorkspaceSave();
  const turn = (name: keyof Policy, on: boolean) =>
    void saved.save({ [name]: on }, { before: { [name]: !on }, words: "The data policy is changed." });
  return (
    <SettingRow {...WORDS.data} saved={saved}>
      <div className="flex flex-col items-start gap-1">
        <Switch
          label="No provider that keeps or trains on what is sent"
          on={denyDataCollection}
          onToggle={() => turn("denyDataCollection", !denyDataCollection)}
        />
        <Switch
          label="Only endpoints without retention (ZDR)"
          on={requireZeroRetention}
          onToggle={() => turn("requireZeroRetention", !requireZeroRetention)}
        />
      </div>
      <p className="text-xs text-muted">
        Fewer providers can answer then, and free models none at all. A request that nobody may serve is
        refused by OpenRouter.
      </p>
    </SettingRow>
  );
}
