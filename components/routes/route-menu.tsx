"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Archive, ArchiveRestore, Copy, Ellipsis, MessageSquare, Undo2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { copyText } from "@/components/ui/copy-text";
import { Menu } from "@/components/ui/menu";
import { showToast } from "@/components/ui/toast";
import { describeFailure } from "@/lib/core/failure";
import type { Route } from "@/lib/routes/routes-api";
import { ArchiveDialog } from "./archive-dialog";
import { archiveRoute } from "./queries";
import type { RouteDraft } from "./use-route-draft";

type Props = { route: Route; draft: RouteDraft };

/** What can be done with a route beyond editing it. */
export function RouteMenu({ route, draft }: Props) {
  const client = useQueryClient();
  const router = useRouter();
  const [archiving, setArchiving] = useState(false);
  const id = `route/${route.name}`;
  const copy = () => copyText(() => id, `Copied ${id}.`);
  const discard = () => {
    const spec = draft.read();
    draft.forget();
    showToast({
      text: "Discarded your changes.",
      action: { label: "Undo", act: () => draft.replace(spec), undoes: true },
    });
  };
  const bringBack = () =>
    archiveRoute(client, route.name, false).catch((error: unknown) =>
      showToast({ text: describeFailure(error).message, failed: true }),
    );
  const items = [
    ...(draft.changed ? [{ label: "Discard changes", icon: <Undo2 aria-hidden />, onSelect: discard }] : []),
    ...(route.publishedVersion === null || route.archivedAt
      ? []
      : [
          {
            label: "Chat with it",
            icon: <MessageSquare aria-hidden />,
            onSelect: () => router.push(`/?models=${encodeURIComponent(id)}`),
          },
        ]),
    { label: `Copy ${id}`, icon: <Copy aria-hidden />, onSelect: () => void copy() },
    route.archivedAt
      ? { label: "Bring it back", icon: <ArchiveRestore aria-hidden />, onSelect: () => void bringBack() }
      : {
          label: "Archive…",
          icon: <Archive aria-hidden />,
          danger: true,
          onSelect: () => setArchiving(true),
        },
  ];
  return (
    <>
      <Menu label="Route actions" icon={<Ellipsis aria-hidden />} items={items} />
      {archiving && <ArchiveDialog route={route} onClose={() => setArchiving(false)} />}
    </>
  );
}
