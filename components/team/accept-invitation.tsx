"use client";

import { useQuery } from "@tanstack/react-query";
import { QueryPanel } from "@/components/ui/query-panel";
import { Skeleton } from "@/components/ui/skeleton";
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
  return (
    <QueryPanel query={query} skeleton={<Skeleton className="h-64 w-full" />}>
      {({ role, email }) => (
        <NewcomerForm
          title="You are invited"
          about={ROLE_WORDS[role].invited}
          submit="Join"
          email={email}
          onSubmit={(newcomer) => acceptInvitation({ token: token ?? "", ...newcomer })}
        />
      )}
    </QueryPanel>
  );
}
