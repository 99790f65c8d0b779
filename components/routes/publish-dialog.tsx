"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { TextField } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { showToast } from "@/components/ui/toast";
import type { Finding } from "@/lib/routes/finding";
import type { Route } from "@/lib/routes/routes-api";
import { ChangeList } from "./change-list";
import { publishRoute } from "./queries";
import type { RouteDraft } from "./use-route-draft";

type Props = {
  route: Route;
  draft: RouteDraft;
  findings: readonly Finding[];
  onClose: () => void;
};

/** Makes the draft what programs get. What is not saved yet is saved first. */
export function PublishDialog({ route, draft, findings, onClose }: Props) {
  const client = useQueryClient();
  const [note, setNote] = useState("");
  const next = (route.versions[0]?.version ?? 0) + 1;
  const published = route.versions.find(({ version }) => version === route.publishedVersion);
  // Two arms may have the same trouble.
  const errors = new Set(
    findings.filter(({ severity }) => severity === "error").map(({ message }) => message),
  );
  const publish = async () => {
    const saved = draft.isChanged() ? await draft.save() : route;
    await publishRoute(client, route.name, { note: note.trim(), revision: saved.revision });
    onClose();
    showToast({ text: `Published version ${next}. Programs get it from their next request on.` });
  };
  return (
    <FormDialog title={`Publish version ${next}`} submit="Publish" onSubmit={publish} onClose={onClose}>
      <p className="text-muted">
        Programs that ask for <code className="font-mono text-xs text-ink">route/{route.name}</code> get it
        from their next request on. A version never changes; going back to an earlier one is a click.
      </p>
      <TextField
        label="Note"
        value={note}
        maxLength={500}
        autoComplete="off"
        placeholder="Why this change"
        autoFocus
        onChange={({ target }) => setNote(target.value)}
      />
      <ChangeList
        label={published ? `Since version ${published.version}` : "All of it is new"}
        before={published?.spec ?? null}
        after={draft.spec}
      />
      {errors.size > 0 && (
        <div className="rounded-box bg-danger-soft p-3">
          <p className="font-medium">Requests will fail as it is:</p>
          <ul className="mt-1 list-disc space-y-1 pl-5 text-muted">
            {[...errors].map((message) => (
              <li key={message} className="wrap-anywhere">
                {message}
              </li>
            ))}
          </ul>
        </div>
      )}
    </FormDialog>
  );
}
