"use client";

import clsx from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/link-button";
import { Page } from "@/components/ui/page";

const PARTS = [
  { href: "/settings", label: "You" },
  { href: "/settings/workspace", label: "Workspace" },
] as const;

export type SettingsPageProps = {
  here: (typeof PARTS)[number]["href"];
  /** Whether the way to what is set from outside, and checked there, is shown. */
  configuration: boolean;
  children: ReactNode;
};

/** The settings, in two parts: one's own, and those of the workspace. */
export function SettingsPage({ here, configuration, children }: SettingsPageProps) {
  const parts = (
    <nav aria-label="Settings" className="flex gap-1">
      {PARTS.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          aria-current={href === here ? "page" : undefined}
          className={clsx(
            "flex h-8 items-center rounded-control px-2.5 transition-colors touch:h-11",
            href === here ? "bg-hover font-medium text-ink" : "text-muted hover:bg-hover hover:text-ink",
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
  return (
    <Page
      title="Settings"
      filters={parts}
      action={configuration && <LinkButton href="/configuration">Configuration</LinkButton>}
    >
      <div className="max-w-200 pt-4">{children}</div>
    </Page>
  );
}
