"use client";

import { LinkCheck } from "./link-check";
import { acceptInvitation, lookUpInvitation } from "./member-queries";
import { NewcomerForm } from "./newcomer-form";
import { ROLE_WORDS } from "./role-words";
import { useLinkToken } from "./use-link-token";

/** What an invitation is for, and what is asked of whoever accepts it. */
export function AcceptInvitation() {
  const token = useLinkToken();
  return (
    <LinkCheck title="Invitation" token={token} lookUp={lookUpInvitation}>
      {({ role, email }) => (
        <NewcomerForm
          key={token}
          title="You are invited"
          about={ROLE_WORDS[role].invited}
          submit="Join"
          email={email}
          onSubmit={(newcomer) => acceptInvitation({ token: token ?? "", ...newcomer })}
        />
      )}
    </LinkCheck>
  );
}
