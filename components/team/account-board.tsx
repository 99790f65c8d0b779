"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Page } from "@/components/ui/page";
import { Panel } from "@/components/ui/panel";
import { QueryPanel } from "@/components/ui/query-panel";
import { accountQuery } from "./member-queries";
import { NameForm } from "./name-form";
import { PasswordForm } from "./password-form";
import { ROLE_WORDS } from "./role-words";
import { SessionTable } from "./session-table";
import { SignOutButton } from "./sign-out-button";
import { TeamSkeleton } from "./team-skeleton";

/** One's own name and role, password, and where one is signed in. */
export function AccountBoard() {
  const query = useQuery(accountQuery);
  return (
    <Page title="Account" action={<SignOutButton />}>
      <QueryPanel query={query} skeleton={<TeamSkeleton />}>
        {({ name, email, role, hasPassword, sessions }) => (
          <div className="max-w-240">
            <p className="py-4">
              <span className="font-medium">{name}</span>
              {email && <span className="text-muted"> · {email}</span>}
              <span className="text-muted"> · {ROLE_WORDS[role].label}. </span>
              <span className="text-muted">{ROLE_WORDS[role].may}</span>
            </p>
            <p className="pb-4 text-muted">
              How Patchbay looks and which keys it listens to is in your{" "}
              <Link href="/settings" className="underline">
                settings
              </Link>
              .
            </p>
            <SessionTable sessions={sessions} />
            <Panel title="Name" hint="The team sees it beside what you do." className="mt-8">
              <NameForm key={name} name={name} />
            </Panel>
            {hasPassword ? (
              <Panel title="Password" hint="A new one signs you out everywhere else." className="mt-8">
                <PasswordForm />
              </Panel>
            ) : (
              <Panel title="Password" className="mt-8">
                <p className="pb-4 text-muted">You have none here: you sign in through your provider.</p>
              </Panel>
            )}
          </div>
        )}
      </QueryPanel>
    </Page>
  );
}
