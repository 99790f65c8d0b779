"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Ellipsis, MessageSquare, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { LinkButton } from "@/components/ui/link-button";
import { Menu } from "@/components/ui/menu";
import { QueryPanel } from "@/components/ui/query-panel";
import { Skeleton } from "@/components/ui/skeleton";
import type { Prompt } from "@/lib/conversations/prompts-api";
import { PromptForm } from "./prompt-form";
import { PromptVersions } from "./prompt-versions";
import { changePrompt, deletePrompt, promptQuery } from "./queries";

type Props = { id: string; onClose: () => void };

/** One prompt of the library: to be changed, used, brought back to an earlier version, deleted. */
export function PromptPanel({ id, onClose }: Props) {
  const query = useQuery(promptQuery(id));
  const loaded = query.data !== undefined;
  return (
    <div className={loaded ? "contents" : "min-w-0 flex-1 px-4 sm:px-6"}>
      <QueryPanel query={query} skeleton={<PanelSkeleton />}>
        {(prompt) => <Opened prompt={prompt} onClose={onClose} />}
      </QueryPanel>
    </div>
  );
}

function Opened({ prompt, onClose }: { prompt: Prompt; onClose: () => void }) {
  const client = useQueryClient();
  const [deleting, setDeleting] = useState(false);
  const { id, name, version } = prompt;
  const remove = async () => {
    await deletePrompt(client, id);
    setDeleting(false);
    onClose();
    document.getElementById("main")?.focus();
  };
  const actions = (changed: boolean) => (
    <>
      {changed ? (
        <Button disabled>Use in playground</Button>
      ) : (
        <LinkButton href={`/?prompt=${encodeURIComponent(id)}`} prefetch={false}>
          <MessageSquare aria-hidden /> Use in playground
        </LinkButton>
      )}
      <Menu
        label="Prompt actions"
        icon={<Ellipsis aria-hidden />}
        items={[
          {
            label: "Delete…",
            icon: <Trash2 aria-hidden />,
            danger: true,
            onSelect: () => setDeleting(true),
          },
        ]}
      />
    </>
  );
  return (
    <>
      <PromptForm
        id={id}
        label={name}
        onRecord={prompt}
        onSave={async (draft) => void (await changePrompt(client, id, draft))}
        onClose={onClose}
        actions={actions}
      >
        {(changed) => <PromptVersions prompt={prompt} changed={changed} />}
      </PromptForm>
      {deleting && (
        <ConfirmDialog
          title="Delete this prompt?"
          confirm="Delete"
          onConfirm={remove}
          onClose={() => setDeleting(false)}
        >
          “{name}” goes with {version === 1 ? "its only version" : `all ${version} versions`}. Messages that
          were made from it stay as they are.
        </ConfirmDialog>
      )}
    </>
  );
}

function PanelSkeleton() {
  return (
    <div className="max-w-184 space-y-6 py-6">
      <div className="grid gap-4 sm:grid-cols-2">
        <Skeleton className="h-8" />
        <Skeleton className="h-8" />
      </div>
      <Skeleton className="h-40" />
      <Skeleton className="h-8 w-24" />
    </div>
  );
}
