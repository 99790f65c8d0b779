"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { Ellipsis, Pin } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Suspense, useState } from "react";
import { conversationsQuery } from "@/components/playground/queries";
import { IconButton } from "@/components/ui/button";
import { lazy } from "@/components/ui/lazy";
import { Skeleton } from "@/components/ui/skeleton";
import type { ConversationRow } from "@/lib/conversations/list-api";
import { revealHidden } from "@/lib/core/reveal-hidden";
import { PageLink } from "./page-link";

const ConversationMenu = lazy(() => import("@/components/conversations/conversation-menu"));

/** How many are listed here; the page of conversations has them all. */
const MOST = 50;

/** The recent conversations, pinned ones first, then the last used. */
export function ConversationLinks() {
  const query = useQuery(conversationsQuery);
  const pathname = usePathname();

  if (!query.data) {
    return query.error ? (
      <p className="px-2 py-1 text-xs text-muted">The list could not be read.</p>
    ) : (
      <div aria-busy="true" className="space-y-3 px-2 py-2">
        {["w-32", "w-40", "w-24", "w-36"].map((width) => (
          <Skeleton key={width} className={`h-3 ${width}`} />
        ))}
      </div>
    );
  }
  const { conversations } = query.data;
  if (conversations.length === 0) {
    return <p className="px-2 py-1 text-xs text-muted">Conversations are kept here.</p>;
  }
  return (
    <>
      <ul>
        {conversations.slice(0, MOST).map((conversation) => {
          const { id, title, models, pinned } = conversation;
          const name = revealHidden(title);
          const current = pathname === `/c/${id}`;
          return (
            <li key={id} className="group relative">
              <Link
                href={`/c/${id}`}
                prefetch={false}
                aria-current={current ? "page" : undefined}
                className={clsx(
                  "flex h-8 items-center gap-1.5 rounded-control px-2 pr-8 transition-colors touch:h-11 touch:pr-11",
                  current ? "bg-hover text-ink" : "text-muted hover:bg-hover hover:text-ink",
                )}
              >
                {pinned && (
                  <>
                    <Pin aria-hidden className="size-3! fill-current text-accent-text" />
                    <span className="sr-only">Pinned: </span>
                  </>
                )}
                <span className="truncate" title={`${name}\n${models.join(", ")}`}>
                  {name}
                </span>
              </Link>
              <span className="absolute top-0.5 right-0.5 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 touch:top-0 touch:opacity-100">
                <LinkMenu conversation={conversation} />
              </span>
            </li>
          );
        })}
      </ul>
      <PageLink
        href="/conversations"
        className="flex h-8 items-center rounded-control px-2 text-xs text-muted hover:bg-hover hover:text-ink touch:h-11"
      >
        All conversations
      </PageLink>
    </>
  );
}

/** The menu comes when it is first asked for: most who open a page want none of it. */
function LinkMenu({ conversation }: { conversation: ConversationRow }) {
  const [asked, setAsked] = useState(false);
  const button = (
    <IconButton
      size="icon-sm"
      label={`Actions for “${conversation.title}”`}
      tip="Actions"
      aria-haspopup="menu"
      onClick={() => setAsked(true)}
    >
      <Ellipsis aria-hidden />
    </IconButton>
  );
  if (!asked) return button;
  return (
    <Suspense fallback={button}>
      <ConversationMenu conversation={conversation} opens />
    </Suspense>
  );
}
