"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { BookmarkPlus, Check, Ellipsis, PencilLine, RefreshCw, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { changePreferences, preferencesQuery } from "@/components/team/queries";
import { Button } from "@/components/ui/button";
import { ChipMenu } from "@/components/ui/chip";
import { Menu } from "@/components/ui/menu";
import { showToast } from "@/components/ui/toast";
import { describeFailure } from "@/lib/core/failure";
import type { SavedView } from "@/lib/team/preferences-api";
import { MOST_VIEWS, putBack, saved, withoutView } from "./saved-views";
import { ViewDialog } from "./view-dialog";

/** The page as someone often wants it, under names of their own. `query` is how it is now. */
export function ViewMenu({ query }: { query: string }) {
  const client = useQueryClient();
  const views = useQuery(preferencesQuery).data?.spendViews;
  /** What is being named: a view of that name, or with null the one that is shown. */
  const [naming, setNaming] = useState<{ before: string | null } | null>(null);
  if (!views) return null;
  const read = () => client.getQueryData(preferencesQuery.queryKey)?.spendViews ?? views;
  const store = (spendViews: SavedView[]) => changePreferences(client, { spendViews });
  const run = (change: Promise<void>, done?: () => void) =>
    change.then(done, (error: unknown) => showToast({ text: describeFailure(error).message, failed: true }));
  const update = (name: string) =>
    run(store(saved(views, { name, query })), () => showToast({ text: `“${name}” is what is shown now.` }));
  const remove = (view: SavedView) => {
    const index = views.indexOf(view);
    const undo = () => void run(store(putBack(read(), view, index)));
    return run(store(withoutView(views, view.name)), () =>
      showToast({ text: `“${view.name}” is deleted.`, action: { label: "Undo", act: undo } }),
    );
  };
  const shown = views.find((view) => view.query === query);
  return (
    <>
      <ChipMenu label="Views" chosen={shown?.name ?? null}>
        {views.length === 0 && (
          <p className="max-w-64 px-2 py-1.5 text-xs text-muted">
            A view is this page with its time, groups and filters, under a name.
          </p>
        )}
        <ul aria-label="Saved views">
          {views.map((view) => (
            <li key={view.name} className="flex items-center gap-1">
              <Link
                href={view.query === "" ? "/spend" : `/spend?${view.query}`}
                aria-current={view === shown ? "true" : undefined}
                onClick={(event) => event.currentTarget.closest<HTMLElement>("[popover]")?.hidePopover()}
                className="flex h-8 min-w-40 flex-1 items-center gap-2 rounded-control px-2 hover:bg-hover touch:h-11"
              >
                <Check aria-hidden className={`size-4 ${view === shown ? "" : "invisible"}`} />
                <span className="max-w-64 truncate">{view.name}</span>
              </Link>
              <Menu
                label={`Change “${view.name}”`}
                tip="Change"
                icon={<Ellipsis aria-hidden />}
                items={[
                  {
                    label: "Update to what is shown",
                    icon: <RefreshCw aria-hidden />,
                    onSelect: () => void update(view.name),
                  },
                  {
                    label: "Rename…",
                    icon: <PencilLine aria-hidden />,
                    onSelect: () => setNaming({ before: view.name }),
                  },
                  {
                    label: "Delete",
                    icon: <Trash2 aria-hidden />,
                    danger: true,
                    onSelect: () => void remove(view),
                  },
                ]}
              />
            </li>
          ))}
        </ul>
        {views.length < MOST_VIEWS && (
          <Button
            look="ghost"
            className="mt-1 w-full justify-start!"
            onClick={(event) => {
              event.currentTarget.closest<HTMLElement>("[popover]")?.hidePopover();
              setNaming({ before: null });
            }}
          >
            <BookmarkPlus aria-hidden />
            Save this view…
          </Button>
        )}
      </ChipMenu>
      {naming && (
        <ViewDialog
          views={views}
          before={naming.before}
          query={query}
          onStore={store}
          onClose={() => setNaming(null)}
        />
      )}
    </>
  );
}
