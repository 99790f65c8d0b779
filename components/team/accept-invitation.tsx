"use client";

import { useQuery } from "@tanstack/react-query";
import { FailureNotice } from "@/components/ui/failure-notice";
import { QueryPanel } from "@/components/ui/query-panel";
import { describeFailure } from "@/lib/core/failure";
import { DoorSkeleton } from "./door-skeleton";
import { acceptInvitation, lookUpInvitation } from "./member-queries";
import { NewcomerForm } from "./newcomer-form";
import { ROLE_WORDS } from "./role-words";
import { useLinkToken } from "./use-link-token";

/** What an invitation is for, and what is asked of whoever accepts it. */
export function AcceptInvitation() {
  const token = useLinkToken();
  const query = useQuery({
    queryKey: ["invitation", token],
    queryFn: () => lookUpInvitation(token ?? ""),
    enabled: token !== undefined,
    // It may be used up by what is done here.
    refetchOnWindowFocus: false,
  });
  const failure = query.error && describeFailure(query.error);
  return (
    <>
      {!query.data && <h1 className="text-base font-semibold">Invitation</h1>}
      {failure?.code === "invalid_link" ? (
        // Trying again would not make it valid.
        <FailureNotice failure={failure} />
      ) : (
        <QueryPanel query={query} skeleton={<DoorSkeleton />}>
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
        </QueryPanel>
      )}
    </>
  );
}
