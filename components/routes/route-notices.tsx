"use client";

import { useQueryClient } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { describeFailure, type Failure } from "@/lib/core/failure";
import type { Route } from "@/lib/routes/routes-api";
import { archiveRoute } from "./queries";
import type { RouteDraft } from "./use-route-draft";

type Props = { route: Route; draft: RouteDraft };

/** What has to be decided before one goes on: whose draft stays, and whether the route is in use at all. */
export function RouteNotices({ route, draft }: Props) {
  const client = useQueryClient();
  const [failure, setFailure] = useState<Failure | null>(null);
  const attempt = async (work: () => Promise<unknown>) => {
    setFailure(null);
    try {
      await work();
    } catch (error) {
      setFailure(describeFailure(error));
    }
  };
  return (
    <>
      {draft.overtaken && (
        <Notice sentence="Somebody else saved this draft while you were changing it. Nothing of yours is lost: choose whose stays.">
          <Button size="sm" onClick={() => void attempt(() => draft.save(true))}>
            Save mine over it
          </Button>
          <Button size="sm" onClick={draft.forget}>
            Take theirs
          </Button>
        </Notice>
      )}
      {route.archivedAt && (
        <Notice sentence="Archived: programs that ask for this route are turned away.">
          <Button size="sm" onClick={() => void attempt(() => archiveRoute(client, route.name, false))}>
            Bring it back
          </Button>
        </Notice>
      )}
      {failure && <FailureNotice compact failure={failure} className="my-2" />}
    </>
  );
}

function Notice({ sentence, children }: { sentence: string; children: ReactNode }) {
  return (
    <div
      role="status"
      className="-mx-4 flex flex-wrap items-center gap-x-3 gap-y-1.5 bg-warn-soft px-4 py-1.5 sm:-mx-6 sm:px-6"
    >
      <p className="flex min-w-0 items-start gap-2 text-warn">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        {sentence}
      </p>
      {children}
    </div>
  );
}
