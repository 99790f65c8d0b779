"use client";

import { Suspense, useState } from "react";
import { lazy } from "@/components/ui/lazy";
import { revealHidden } from "@/lib/core/reveal-hidden";

const TitleForm = lazy(() => import("./title-form"));

type Props = { id: string | null; title: string };

/** The title, changed by clicking on it. */
export function ConversationTitle({ id, title }: Props) {
  const [editing, setEditing] = useState(false);

  if (id === null) return <h1 className="min-w-0 truncate font-medium">New chat</h1>;
  if (editing)
    return (
      <Suspense>
        <TitleForm id={id} title={title} onClose={() => setEditing(false)} />
      </Suspense>
    );
  return (
    <h1 className="-ml-1.5 min-w-12 font-medium @md:min-w-24">
      <button
        type="button"
        data-tip="Rename"
        onClick={() => setEditing(true)}
        className="block max-w-full truncate rounded-control px-1.5 py-1 hover:bg-hover touch:min-h-11"
      >
        {revealHidden(title)}
      </button>
    </h1>
  );
}
