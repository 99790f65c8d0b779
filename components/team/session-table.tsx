"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Instant } from "@/components/ui/instant";
import { Panel } from "@/components/ui/panel";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { showToast } from "@/components/ui/toast";
import { describeFailure } from "@/lib/core/failure";
import type { Session } from "@/lib/team/team-api";
import { browserName } from "./browser-name";
import { accountQuery, endOtherSessions, endSession } from "./member-queries";

/** Where one is signed in, and how to end it. */
export function SessionTable({ sessions }: { sessions: readonly Session[] }) {
  const client = useQueryClient();
  const end = async (work: Promise<void>, text: string) => {
    try {
      await work;
      showToast({ text });
    } catch (error) {
      showToast({ text: describeFailure(error).message, failed: true });
    }
    await client.invalidateQueries({ queryKey: accountQuery.queryKey });
  };
  const action = sessions.length > 1 && (
    <Button size="sm" onClick={() => void end(endOtherSessions(), "Signed out everywhere else.")}>
      Sign out everywhere else
    </Button>
  );
  return (
    <Panel title="Signed in" action={action}>
      <Table label="Signed in" aria-label="Signed in">
        <thead>
          <tr>
            <Th>Browser</Th>
            <Th wide>Address</Th>
            <Th wide>Since</Th>
            <Th>Last used</Th>
            <Th className="w-8">
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {sessions.map(({ id, userAgent, address, createdAt, lastSeenAt, current }) => (
            <Tr key={id}>
              <Td data-tip={userAgent ?? undefined}>
                <span className="flex flex-wrap items-center gap-1.5">
                  {browserName(userAgent)} {current && <Badge tone="ok">This one</Badge>}
                </span>
              </Td>
              <Td wide className="font-mono text-xs text-muted">
                {address ?? "—"}
              </Td>
              <Td wide className="whitespace-nowrap text-muted">
                <Instant at={createdAt} />
              </Td>
              <Td className="whitespace-nowrap text-muted">
                <Instant at={lastSeenAt} />
              </Td>
              <Td className="w-8 py-0 text-right">
                {!current && (
                  <Button
                    size="sm"
                    aria-label={`Sign out ${browserName(userAgent)}`}
                    onClick={() => void end(endSession(id), "Signed out there.")}
                  >
                    Sign out
                  </Button>
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}
