"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { showToast } from "@/components/ui/toast";
import { useHotkey } from "@/components/ui/use-hotkey";
import { useKeys } from "@/components/ui/use-keys";
import { describeFailure, RequestError } from "@/lib/core/failure";
import { ariaKeys } from "@/lib/core/hotkeys";
import type { Finding } from "@/lib/routes/finding";
import type { Route } from "@/lib/routes/routes-api";
import { problemsOf } from "./edit-spec";
import { PublishDialog } from "./publish-dialog";
import { RouteMenu } from "./route-menu";
import type { RouteDraft } from "./use-route-draft";

type Props = { route: Route; draft: RouteDraft; findings: readonly Finding[] };

/** Saving the draft, publishing it, and what else can be done with the route. */
export function SaveBar({ route, draft, findings }: Props) {
  const keys = useKeys();
  const [saving, setSaving] = useState(false);
  const [said, setSaid] = useState("");
  const [publishing, setPublishing] = useState(false);
  const idle = !draft.changed || saving;

  /** @returns whether it can be sent to the server as it is */
  const isFit = (): boolean => {
    takeOver();
    const problems = problemsOf(draft.read());
    if (problems.length > 0) showToast({ text: problems.join(" "), failed: true });
    return problems.length === 0;
  };
  const save = async () => {
    setSaid("");
    if (saving || !isFit() || !draft.isChanged()) return;
    setSaving(true);
    try {
      await draft.save();
      setSaid("Saved");
    } catch (error) {
      // Of two who save the second is asked whose stays; the page does that.
      if (!(error instanceof RequestError && error.code === "conflict"))
        showToast({ text: sentenceOf(error), failed: true });
    }
    setSaving(false);
  };
  useHotkey("mod+s", () => void save());

  return (
    <>
      <span role="status" className="text-xs text-muted max-sm:sr-only">
        {saving ? "Saving…" : draft.changed ? "" : said}
      </span>
      <Button
        aria-disabled={idle}
        aria-keyshortcuts={ariaKeys("mod+s")}
        data-tip={keys("mod+s") || undefined}
        onClick={() => void save()}
        className={idle ? "opacity-50" : ""}
      >
        Save
      </Button>
      <Button look="primary" aria-haspopup="dialog" onClick={() => isFit() && setPublishing(true)}>
        Publish…
      </Button>
      <RouteMenu route={route} draft={draft} />
      {publishing && (
        <PublishDialog route={route} draft={draft} findings={findings} onClose={() => setPublishing(false)} />
      )}
    </>
  );
}

/** What is still being written in a field is taken over as it is left. */
function takeOver(): void {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
  field.blur();
  field.focus();
}

function sentenceOf(error: unknown): string {
  const { message, issues = [] } = describeFailure(error);
  return [message, ...issues.map(({ path, message: said }) => `${path}: ${said}.`)].join(" ");
}
