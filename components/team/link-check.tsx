"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { FailureNotice } from "@/components/ui/failure-notice";
import { LinkButton } from "@/components/ui/link-button";
import { QueryPanel } from "@/components/ui/query-panel";
import { describeFailure } from "@/lib/core/failure";
import { DoorSkeleton } from "./door-skeleton";

type Props<Known> = {
  /** What the page is, while it is not known what the link is for. */
  title: string;
  /** What the link holds; undefined until the browser is asked. */
  token: string | undefined;
  /** Asks what it is for. @throws RequestError `invalid_link` for a dead one */
  lookUp: (token: string) => Promise<Known>;
  children: (known: Known) => ReactNode;
};

/** Says of a dead link at once that it is, before anybody fills in a form for it. */
export function LinkCheck<Known>({ title, token, lookUp, children }: Props<Known>) {
  const query = useQuery({
    queryKey: ["link", title, token],
    queryFn: () => lookUp(token ?? ""),
    enabled: token !== undefined,
    // It may be used up by what is done here.
    refetchOnWindowFocus: false,
  });
  const failure = query.error && describeFailure(query.error);
  return (
    <>
      {query.data === undefined && <h1 className="text-base font-semibold">{title}</h1>}
      {failure?.code === "invalid_link" ? (
        // Trying again would not make it valid.
        <FailureNotice
          failure={failure}
          actions={
            <LinkButton size="sm" href="/sign-in">
              To signing in
            </LinkButton>
          }
        />
      ) : (
        <QueryPanel query={query} skeleton={<DoorSkeleton />}>
          {children}
        </QueryPanel>
      )}
    </>
  );
}
