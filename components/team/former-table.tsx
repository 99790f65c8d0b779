"use client";

import { Button } from "@/components/ui/button";
import { Instant } from "@/components/ui/instant";
import { Panel } from "@/components/ui/panel";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Team } from "@/lib/team/team-api";
import type { Opened } from "./team-dialogs";

type Props = { former: Team["former"]; onOpen: (opened: Opened) => void };

/** Who was removed and is kept out at the provider, until somebody lets them come back. */
export function FormerTable({ former, onOpen }: Props) {
  return (
    <Panel title="Removed, and kept out at the provider" className="mt-8">
      <Table label="Removed members" aria-label="Removed members">
        <thead>
          <tr>
            <Th>Name</Th>
            <Th>Removed</Th>
            <Th className="w-8">
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {former.map((about) => (
            <Tr key={about.id}>
              <Td className="w-full max-w-0">
                <span className="block truncate" data-tip={about.name}>
                  {about.name}
                </span>
              </Td>
              <Td className="whitespace-nowrap text-muted">
                <Instant at={about.removedAt} />
              </Td>
              <Td className="py-0 text-right">
                <Button
                  size="sm"
                  aria-label={`Let back in ${about.name}`}
                  onClick={() => onOpen({ what: "readmit", about })}
                >
                  Let back in
                </Button>
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}
