"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Empty } from "@/components/ui/empty";
import { TextField } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Instant } from "@/components/ui/instant";
import { Segmented } from "@/components/ui/segmented";
import { showToast } from "@/components/ui/toast";
import type { Route } from "@/lib/routes/routes-api";
import { ChangeList } from "./change-list";
import { unpublished } from "./edit-spec";
import { publishRoute } from "./queries";
import type { RouteDraft } from "./use-route-draft";
import { VersionBreaks } from "./version-breaks";

type Props = { route: Route; draft: RouteDraft };
type Version = Route["versions"][number];

const AGAINST = [
  { value: "before", label: "The one before" },
  { value: "draft", label: "The draft" },
] as const;

/** What was published when, by whom and why, and the way back. */
export default function VersionsView({ route, draft }: Props) {
  const [against, setAgainst] = useState<(typeof AGAINST)[number]["value"]>("before");
  const [restoring, setRestoring] = useState<number | null>(null);
  const { versions } = route;
  if (versions.length === 0)
    return (
      <Empty title="Nothing is published yet">
        Until then nobody can ask for <code className="font-mono text-xs">route/{route.name}</code>. What is
        published is kept here for good, and can be gone back to.
      </Empty>
    );
  return (
    <div className="py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 pb-2 text-xs text-muted">
        <span aria-hidden>Compared with</span>
        <Segmented label="Compared with" value={against} options={AGAINST} onChange={setAgainst} />
      </div>
      <ol aria-label="Versions" className="divide-y divide-line">
        {versions.map((version, at) => (
          <li key={version.version}>
            <VersionRow
              version={version}
              name={route.name}
              before={versions[at + 1]}
              published={version.version === route.publishedVersion}
              draft={against === "draft" ? draft : null}
              onRestore={() => setRestoring(version.version)}
            />
          </li>
        ))}
      </ol>
      {restoring !== null && (
        <RestoreDialog route={route} draft={draft} version={restoring} onClose={() => setRestoring(null)} />
      )}
    </div>
  );
}

type RowProps = {
  version: Version;
  /** The route's. */
  name: string;
  before: Version | undefined;
  published: boolean;
  /** What it is compared with instead of the version before. */
  draft: RouteDraft | null;
  onRestore: () => void;
};

function VersionRow({ version, name, before, published, draft, onRestore }: RowProps) {
  const { version: number, note, restores, author, createdAt, spec } = version;
  const [open, setOpen] = useState(false);
  const id = `route/${name}@${number}`;
  return (
    <details className="group" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="flex min-h-10 list-none flex-wrap items-center gap-x-2 gap-y-0.5 rounded-control py-1 hover:bg-hover touch:min-h-11">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-faint transition-transform group-open:rotate-90"
        />
        <span>Version {number}</span>
        {published && <Badge tone="ok">Published</Badge>}
        {restores !== null && <Badge>Brings back {restores}</Badge>}
        <span className="min-w-0 truncate text-muted max-sm:order-last max-sm:basis-full max-sm:pl-6">
          {note}
        </span>
        <span className="ml-auto flex items-center gap-2 text-xs text-muted">
          {author} <Instant at={createdAt} />
        </span>
      </summary>
      <div className="space-y-2 pb-3 pl-6">
        {draft ? (
          <ChangeList label={`From version ${number} to the draft`} before={spec} after={draft.spec} />
        ) : (
          <ChangeList
            label={before ? `From version ${before.version} to version ${number}` : "All of it was new"}
            before={before?.spec ?? null}
            after={spec}
          />
        )}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {!published && (
            <Button size="sm" aria-haspopup="dialog" onClick={onRestore}>
              Go back to version {number}
            </Button>
          )}
          <span className="inline-flex items-center gap-1 text-xs text-muted">
            For good: <code className="font-mono text-ink">{id}</code>
            <CopyButton text={id} label={`Copy ${id}`} />
          </span>
        </div>
        {open && <VersionBreaks name={name} version={version} />}
      </div>
    </details>
  );
}

type RestoreProps = { route: Route; draft: RouteDraft; version: number; onClose: () => void };

/** Publishes an earlier version once more. */
function RestoreDialog({ route, draft, version, onClose }: RestoreProps) {
  const client = useQueryClient();
  const [note, setNote] = useState("");
  const current = route.versions.find((one) => one.version === route.publishedVersion);
  const target = route.versions.find((one) => one.version === version);
  const restore = async () => {
    // Also one that was saved, and is replaced on record.
    const lost = unpublished(draft.read(), route.versions);
    const next = await publishRoute(client, route.name, {
      ...{ restores: version, revision: route.revision, note: note.trim() },
    });
    draft.forget();
    onClose();
    showToast({
      text: `Version ${version} is back, as version ${next.publishedVersion}.`,
      ...(lost && {
        action: { label: "Bring my changes back", act: () => draft.replace(lost), undoes: true },
      }),
    });
  };
  return (
    <FormDialog title={`Go back to version ${version}`} submit="Go back" onSubmit={restore} onClose={onClose}>
      <p className="text-muted">
        It is published once more, as version {(route.versions[0]?.version ?? 0) + 1}, and becomes the draft.
        Programs get it from their next request on.
      </p>
      {current && target && (
        <ChangeList
          label={`From version ${current.version} to version ${version}`}
          before={current.spec}
          after={target.spec}
        />
      )}
      <TextField
        label="Note"
        value={note}
        maxLength={500}
        autoComplete="off"
        placeholder="Why back"
        autoFocus
        onChange={({ target: field }) => setNote(field.value)}
      />
    </FormDialog>
  );
}
