"use client";

import { Panel } from "@/components/ui/panel";
import { Table, Th } from "@/components/ui/table";
import { UnfoldTh } from "@/components/ui/unfold-row";
import type { Team } from "@/lib/team/team-api";
import { InvitationRow } from "./invitation-row";
import type { Opened } from "./team-dialogs";

type Props = {
  team: Pick<Team, "invitations" | "sendsMail" | "mayInvite">;
  onOpen: (opened: Opened) => void;
};

/** Invitations that nobody has accepted yet. */
export function InvitationTable({ team, onOpen }: Props) {
  const maySend = team.sendsMail && team.mayInvite;
  return (
    <Panel title="Pending invitations" className="mt-8">
      <Table label="Pending invitations" aria-label="Pending invitations">
        <thead>
          <tr>
            <Th>For</Th>
            <Th>Role</Th>
            <Th wide>E-mail</Th>
            <Th wide="xl">Invited by</Th>
            <Th wide>Expires</Th>
            <Th className="w-8">
              <span className="sr-only">Actions</span>
            </Th>
            <UnfoldTh until="xl" />
          </tr>
        </thead>
        <tbody>
          {team.invitations.map((one) => (
            <InvitationRow key={one.id} one={one} maySend={maySend} onOpen={onOpen} />
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}
