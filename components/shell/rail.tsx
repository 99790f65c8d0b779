"use client";

import clsx from "clsx";
import { Plus, Search, SlidersHorizontal } from "lucide-react";
import { usePathname } from "next/navigation";
import { Suspense } from "react";
import { buttonClass } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { lazy } from "@/components/ui/lazy";
import { useKeys } from "@/components/ui/use-keys";
import { ConversationLinks } from "./conversation-links";
import { PageLink } from "./page-link";
import { isCurrent, PAGES } from "./pages";
import { PatchMark } from "./patch-mark";
import type { PersonShown } from "./person";

const Person = lazy(() => import("./person"));
const RailTools = lazy(() => import("./rail-tools"));
const SpendMeter = lazy(() => import("./spend-meter"));

type Props = {
  /** Icons alone on narrow screens. */ narrow: boolean;
  /** What the workspace is called. */
  name: string;
  person: PersonShown | null;
  /** Whether the alerts are pointed at. */ bell: boolean;
  /** What nobody opened the page for may come. */ rested: boolean;
  onPalette: () => void;
};

/** The left rail: where one can go, the recent conversations, and the person's own settings. */
export function Rail({ narrow, name: workspace, person, bell, rested, onPalette }: Props) {
  const pathname = usePathname();
  const keys = useKeys();
  // Hidden from sight and not from screen readers: the label stays the link's name.
  const label = narrow ? "sr-only lg:not-sr-only" : "";
  const row = clsx(
    "flex h-8 items-center gap-2.5 rounded-control px-2 transition-colors touch:h-11",
    narrow && "max-lg:justify-center",
  );
  const quiet = "text-muted hover:bg-hover hover:text-ink";
  return (
    <div className="flex h-full flex-col gap-1 p-2 [&_svg]:size-4 [&_svg]:shrink-0">
      <PageLink
        href="/"
        className={clsx(row, "mb-1 font-semibold [&_svg]:size-5")}
        aria-label={`${workspace}, home`}
      >
        <PatchMark />
        <span className={clsx("truncate", label)}>{workspace}</span>
      </PageLink>
      <PageLink
        href="/"
        className={clsx(row, "border border-line bg-raised hover:bg-hover")}
        data-tip={narrow ? `New chat${keys("mod+shift+o", " (", ")")}` : undefined}
      >
        <Plus aria-hidden />
        <span className={label}>New chat</span>
      </PageLink>
      <button type="button" onClick={onPalette} className={clsx(row, quiet)} aria-haspopup="dialog">
        <Search aria-hidden />
        <span className={label}>Search</span>
        <span className={clsx("ml-auto", narrow && "max-lg:hidden", "touch:hidden")} aria-hidden>
          {keys("mod+k") && <Kbd>{keys("mod+k")}</Kbd>}
        </span>
      </button>
      <nav aria-label="Pages" className="mt-2">
        <ul className="space-y-0.5">
          {PAGES.map(({ href, label: name, icon: Icon }) => {
            const current = isCurrent(href, pathname);
            return (
              <li key={href} className="relative">
                {current && (
                  <span aria-hidden className="absolute inset-y-1.5 -left-2 w-0.5 rounded-r bg-accent" />
                )}
                <PageLink
                  href={href}
                  aria-current={current ? "page" : undefined}
                  data-tip={narrow ? name : undefined}
                  className={clsx(row, current ? "bg-hover font-medium text-ink" : quiet)}
                >
                  <Icon aria-hidden />
                  <span className={label}>{name}</span>
                </PageLink>
              </li>
            );
          })}
        </ul>
      </nav>
      <nav
        aria-label="Recent conversations"
        className={clsx("mt-3 min-h-0 flex-1 overflow-y-auto", narrow && "max-lg:invisible")}
      >
        <h2 className="px-2 pb-1 text-xs text-faint">Recent</h2>
        <ConversationLinks />
      </nav>
      {rested && (
        <Suspense>
          <SpendMeter narrow={narrow} />
        </Suspense>
      )}
      {person && (
        <Suspense>
          <Person person={person} narrow={narrow} />
        </Suspense>
      )}
      <div className={clsx("flex items-center gap-1 border-t border-line pt-2", narrow && "max-lg:flex-col")}>
        <PageLink
          href="/settings"
          aria-label="Settings"
          aria-current={isCurrent("/settings", pathname) ? "page" : undefined}
          data-tip="Settings"
          className={buttonClass({ look: "ghost", size: "icon" })}
        >
          <SlidersHorizontal aria-hidden />
        </PageLink>
        <Suspense>{rested && <RailTools bell={bell} />}</Suspense>
      </div>
    </div>
  );
}
