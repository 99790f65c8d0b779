"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Instant } from "@/components/ui/instant";
import { Panel } from "@/components/ui/panel";
import type { Prompt } from "@/lib/conversations/prompts-api";
import { describeFailure, type Failure } from "@/lib/core/failure";
import { changePrompt } from "./queries";
import { VariableText } from "./variable-text";

type Props = {
  prompt: Prompt;
  /** Something is written that is not saved; bringing back a version would lose it. */
  changed: boolean;
};

/** What the text of a prompt was at each time, and the way back. */
export function PromptVersions({ prompt, changed }: Props) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const bringBack = async (text: string) => {
    setBusy(true);
    setFailure(null);
    try {
      await changePrompt(client, prompt.id, { text });
    } catch (error) {
      setFailure(describeFailure(error));
    }
    setBusy(false);
  };
  return (
    <Panel title="Versions" className="max-w-184">
      {failure && <FailureNotice compact failure={failure} className="mb-3" />}
      <ol className="divide-y divide-line">
        {prompt.versions.map(({ version, text, createdAt }) => (
          <li key={version}>
            <details className="group">
              <summary className="flex h-9 list-none items-center gap-2 rounded-control hover:bg-hover touch:h-11">
                <ChevronRight
                  aria-hidden
                  className="size-4 shrink-0 text-faint transition-transform group-open:rotate-90"
                />
                Version {version}
                {version === prompt.version && <Badge tone="ok">Current</Badge>}
                <Instant at={createdAt} className="ml-auto text-xs text-muted" />
              </summary>
              <div className="pb-3 pl-6">
                <p className="max-h-80 overflow-y-auto rounded-control bg-sunken px-3 py-2 font-mono text-xs leading-5 wrap-anywhere whitespace-pre-wrap">
                  <VariableText text={text} />
                </p>
                <div className="mt-2 flex items-center gap-2">
                  {version !== prompt.version && (
                    <Button
                      size="sm"
                      disabled={busy || changed || text === prompt.text}
                      onClick={() => void bringBack(text)}
                    >
                      Bring back version {version}
                    </Button>
                  )}
                  <CopyButton text={text} label={`Copy version ${version}`} />
                  {changed && version !== prompt.version && (
                    <span className="text-xs text-muted">Save or discard your changes first.</span>
                  )}
                </div>
              </div>
            </details>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
