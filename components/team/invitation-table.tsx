"use client";

import { X } from "lucide-react";
import { IconButton } from "@/components/ui/button";
import { Instant } from "@/components/ui/instant";
import { Panel } from "@/components/ui/panel";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Invitation } from "@/lib/team/team-api";
import { ROLE_WORDS } from "./role-words";
import type { Opened } from "./team-dialogs";

type Props = { invitations: readonly Invitation[]; onOpen: (opened: Opened) => void };

/** Invitations that nobody has accepted yet. */
export function InvitationTable({ invitations, onOpen }: Props) {
  return (
    <Panel title="Pending invitations" className="mt-8">
      <Table label="Pending invitations" aria-label="Pending invitations">
        <thead>
          <tr>
            <Th>For</Th>
            <Th>Role</Th>
            <Th wide>Invited by</Th>
            <Th>Expires</Th>
            <Th className="w-8">
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {invitations.map((one) => (
            <Tr key={one.id}>
              <Td className="max-md:max-w-36 max-md:truncate">{one.email ?? "Whoever has the link"}</Td>
              <Td>{ROLE_WORDS[one.role].label}</Td>
              <Td wide className="text-muted">
                {one.createdBy}
              </Td>
              <Td className="whitespace-nowrap text-muted">
                <Instant at={one.expiresAt} />
              </Td>
              <Td className="w-8 py-0 text-right">
                <IconButton
                  size="icon-sm"
                  label={`Take back the invitation ${one.email ? `of ${one.email}` : `as ${ROLE_WORDS[one.role].label.toLowerCase()}`}`}
                  tip="Take back"
                  onClick={() => onOpen({ what: "revoke", about: one })}
                >
                  <X aria-hidden />
                </IconButton>
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}
