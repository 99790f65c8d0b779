"use client";

import { Menu, Plus } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, Suspense, useEffect, useState } from "react";
import { buttonClass, IconButton } from "@/components/ui/button";
import { lazy } from "@/components/ui/lazy";
import { useHotkey } from "@/components/ui/use-hotkey";
import { PageLink } from "./page-link";
import type { MayRead } from "./pages";
import { PatchMark } from "./patch-mark";
import type { PersonShown } from "./person";
import { Rail } from "./rail";
import { StatusBanner } from "./status-banner";
import { UrlState } from "./url-state";
import { useViewer, type Viewer } from "./use-viewer";

const CommandPalette = lazy(() => import("./command-palette"));
const Drawer = lazy(() => import("./drawer"));
const AfterRest = lazy(() => import("./after-rest"));
const ShortcutList = lazy(() => import("./shortcut-list"));

/** What nobody opened the page for comes after what they did. */
const REST_MS = 2_000;

type Props = {
  sandbox: boolean;
  /** What the workspace is called. */
  name: string;
  /** Null where nobody signs in. */
  person: PersonShown | null;
  mayRead: MayRead;
  /** How the person wants it; null when nobody could ask. */
  viewer: Viewer | null;
  children: ReactNode;
};

/** What is around every page: rail or drawer, banner, palette, shortcuts. */
export function Frame({ sandbox, name, person, viewer, mayRead, children }: Props) {
  useViewer(viewer);
  const [open, setOpen] = useState<"palette" | "shortcuts" | "drawer" | null>(null);
  const [rested, setRested] = useState(false);
  const pathname = usePathname();
  const router = useRouter();
  const [seen, setSeen] = useState(pathname);
  // Going somewhere closes whatever led there.
  if (seen !== pathname) {
    setSeen(pathname);
    setOpen(null);
  }
  useEffect(() => {
    const timer = setTimeout(() => setRested(true), REST_MS);
    return () => clearTimeout(timer);
  }, []);
  useHotkey(
    "mod+k",
    () => {
      if (open === "palette") setOpen(null);
      else if (!document.querySelector("dialog[open]")) setOpen("palette");
    },
    { inDialogs: true },
  );
  useHotkey("mod+shift+o", () => router.push("/"));
  useHotkey("?", () => setOpen("shortcuts"));

  const rail = {
    ...{ name, person },
    bell: mayRead.alerts,
    // Only the playground has to be there at once.
    rested: rested || pathname !== "/",
    onPalette: () => setOpen("palette"),
  };
  return (
    <div className="flex h-dvh">
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-control bg-ink px-3 py-2 text-canvas focus:translate-y-0"
      >
        Skip to content
      </a>
      <aside
        aria-label="Workspace"
        className="w-13 shrink-0 border-r border-line bg-sunken max-md:hidden lg:w-60"
      >
        <Rail narrow {...rail} />
      </aside>
      <div className="flex min-w-0 flex-1 flex-col">
        <header className="flex h-12 shrink-0 items-center justify-between border-b border-line bg-sunken px-1 md:hidden">
          <IconButton label="Menu" aria-haspopup="dialog" onClick={() => setOpen("drawer")}>
            <Menu aria-hidden />
          </IconButton>
          <PageLink
            href="/"
            className="flex h-full min-w-0 items-center gap-2 font-semibold"
            aria-label={`${name}, home`}
          >
            <PatchMark className="size-5 shrink-0" /> <span className="truncate">{name}</span>
          </PageLink>
          <PageLink href="/" aria-label="New chat" className={buttonClass({ look: "ghost", size: "icon" })}>
            <Plus aria-hidden />
          </PageLink>
        </header>
        <StatusBanner sandbox={sandbox} />
        <main id="main" tabIndex={-1} className="relative min-h-0 flex-1 overflow-y-auto outline-none">
          <UrlState>{children}</UrlState>
        </main>
      </div>
      <Suspense>{rested && <AfterRest />}</Suspense>
      <Suspense>
        {open === "drawer" && <Drawer onClose={() => setOpen(null)} {...rail} />}
        {open === "palette" && (
          <CommandPalette
            mayRead={mayRead}
            onClose={() => setOpen(null)}
            onShortcuts={() => setOpen("shortcuts")}
          />
        )}
        {open === "shortcuts" && <ShortcutList onClose={() => setOpen(null)} />}
      </Suspense>
    </div>
  );
}
