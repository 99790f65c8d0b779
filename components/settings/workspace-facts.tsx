import { Panel } from "@/components/ui/panel";
import type { Workspace } from "@/lib/team/workspace-api";
import { FixedRow } from "./setting-row";
import { retentionText, WORDS, zoneText } from "./workspace-words";

/** What holds for everyone, for those who cannot change it. */
export function WorkspaceFacts({ workspace }: { workspace: Workspace }) {
  const { timeZone, defaultModel, retentionDays, allowedModels } = workspace;
  const policies = [
    ...(workspace.denyDataCollection ? ["No provider that keeps or trains on what is sent"] : []),
    ...(workspace.requireZeroRetention ? ["Only endpoints without retention"] : []),
  ];
  return (
    <Panel title="Workspace" hint="Owners and admins change these.">
      <FixedRow {...WORDS.name}>{workspace.workspaceName ?? "Patchbay"}</FixedRow>
      <FixedRow {...WORDS.timeZone}>{timeZone === null ? "Everyone's own" : zoneText(timeZone)}</FixedRow>
      <FixedRow {...WORDS.firstModel}>{defaultModel ?? "What each used last"}</FixedRow>
      <FixedRow {...WORDS.retention}>{sentence(retentionText(retentionDays))}</FixedRow>
      <FixedRow {...WORDS.data}>{policies.join("; ") || "None"}</FixedRow>
      <FixedRow {...WORDS.models}>
        {allowedModels === null ? (
          "All"
        ) : (
          <ul aria-label={WORDS.models.title} className="font-mono text-xs">
            {allowedModels.map((pattern) => (
              <li key={pattern}>{pattern}</li>
            ))}
          </ul>
        )}
      </FixedRow>
    </Panel>
  );
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
