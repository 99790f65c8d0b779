"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Fragment } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Instant } from "@/components/ui/instant";
import type { Route } from "@/lib/routes/routes-api";
import { archiveRoute, routeUsageQuery } from "./queries";
import { UserList } from "./user-list";

type Props = { route: Pick<Route, "name" | "aliases">; onClose: () => void };

/** Asks before programs are turned away, and says which. */
export function ArchiveDialog({ route: { name, aliases }, onClose }: Props) {
  const client = useQueryClient();
  const usage = useQuery(routeUsageQuery(name));
  const users = usage.data?.users ?? [];
  return (
    <ConfirmDialog
      title={`Archive ${name}?`}
      confirm="Archive"
      onConfirm={async () => {
        await archiveRoute(client, name, true);
        onClose();
      }}
      onClose={onClose}
    >
      <p>
        Programs that ask for <code className="font-mono text-xs">route/{name}</code>
        {aliases.map((alias) => (
          <Fragment key={alias}>
            {" or "}
            <code className="font-mono text-xs">route/{alias}</code>
          </Fragment>
        ))}{" "}
        are answered with 404 from their next request on. Its names, its versions and its records stay, and it
        can be brought back.
      </p>
      <div role="status" className="pt-3">
        {usage.isPending ? (
          "Who still asks for it is looked up…"
        ) : usage.error ? (
          "Who still asks for it could not be read."
        ) : users.length === 0 ? (
          <>
            Nobody has asked for it since <Instant at={usage.data.from} />.
          </>
        ) : (
          <>
            <p className="font-medium text-ink">
              Asked for since <Instant at={usage.data.from} />:
            </p>
            <UserList users={users} />
          </>
        )}
      </div>
    </ConfirmDialog>
  );
}
