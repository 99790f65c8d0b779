"use client";

import { useQueryClient } from "@tanstack/react-query";
import clsx from "clsx";
import { CircleUserRound, LogOut, UsersRound } from "lucide-react";
import { usePathname } from "next/navigation";
import { useEffect } from "react";
import { IconButton } from "@/components/ui/button";
import { RequestError } from "@/lib/core/failure";
import { PageLink } from "./page-link";
import { signOut } from "./session-actions";

/** Who is signed in, as far as the frame shows it. */
export type PersonShown = { name: string; role: string /** Whether they run the team. */; runs: boolean };

type Props = { person: PersonShown /** Icons alone on narrow screens. */; narrow: boolean };

/** The person's own corner of the rail: the team, where they run it, their account, and the way out. */
export default function Person({ person, narrow }: Props) {
  const pathname = usePathname();
  useDoor();
  const label = narrow ? "sr-only lg:not-sr-only lg:truncate" : "truncate";
  const entry = (href: string) => ({
    href,
    "aria-current": pathname === href ? ("page" as const) : undefined,
    className: clsx(
      "flex h-8 min-w-0 flex-1 items-center gap-2.5 rounded-control px-2 transition-colors touch:h-11",
      narrow && "max-lg:justify-center",
      pathname === href ? "bg-hover font-medium text-ink" : "text-muted hover:bg-hover hover:text-ink",
    ),
  });
  return (
    <nav aria-label="You" className="space-y-0.5 border-t border-line pt-2">
      {person.runs && (
        <div className="relative flex">
          {pathname === "/team" && <CurrentMark />}
          <PageLink {...entry("/team")} data-tip={narrow ? "Team" : undefined}>
            <UsersRound aria-hidden />
            <span className={label}>Team</span>
          </PageLink>
        </div>
      )}
      <div className={clsx("flex items-center gap-1", narrow && "max-lg:flex-col max-lg:items-stretch")}>
        <div className="relative flex min-w-0 flex-1">
          {pathname === "/account" && <CurrentMark />}
          <PageLink {...entry("/account")} data-tip={`${person.name} · ${person.role}`}>
            <CircleUserRound aria-hidden />
            <span className={label}>{person.name}</span>
          </PageLink>
        </div>
        <IconButton className="max-lg:self-center" label="Sign out" onClick={() => void signOut()}>
          <LogOut aria-hidden />
        </IconButton>
      </div>
    </nav>
  );
}

/** As the pages above have it. */
const CurrentMark = () => (
  <span aria-hidden className="absolute inset-y-1.5 -left-2 w-0.5 rounded-r bg-accent" />
);

/** When the session ends while the page is open, what can be done is to sign in again, and come back. */
function useDoor(): void {
  const client = useQueryClient();
  useEffect(
    () =>
      client.getQueryCache().subscribe(({ type, query }) => {
        const { error } = query.state;
        if (type !== "updated" || !(error instanceof RequestError) || error.code !== "unauthenticated")
          return;
        location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
      }),
    [client],
  );
}
