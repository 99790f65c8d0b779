"use client";

import { X } from "lucide-react";
import { IconButton } from "@/components/ui/button";
import { Instant } from "@/components/ui/instant";
import { Panel } from "@/components/ui/panel";
import { Table, Td, Th } from "@/components/ui/table";
import { UnfoldRow } from "@/components/ui/unfold-row";
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
            <Th wide>Expires</Th>
            <Th className="w-8">
              <span className="sr-only">Actions</span>
            </Th>
            <th className="w-8 md:hidden" aria-hidden />
          </tr>
        </thead>
        <tbody>
          {invitations.map((one) => (
            <InvitationRow key={one.id} one={one} onOpen={onOpen} />
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}

function InvitationRow({ one, onOpen }: { one: Invitation; onOpen: Props["onOpen"] }) {
  const { email, role, createdBy, expiresAt } = one;
  const named = `the invitation ${email ? `of ${email}` : `as ${ROLE_WORDS[role].label.toLowerCase()}`}`;
  const expires = <Instant at={expiresAt} />;
  const rest = [
    { name: "Invited by", value: createdBy },
    { name: "Expires", value: expires },
  ];
  return (
    <UnfoldRow about={named} rest={rest}>
      <Td className="max-md:w-full max-md:max-w-0">
        <span className="block truncate" data-tip={email ?? undefined}>
          {email ?? "Whoever has the link"}
        </span>
      </Td>
      <Td>{ROLE_WORDS[role].label}</Td>
      <Td wide className="text-muted">
        {createdBy}
      </Td>
      <Td wide className="whitespace-nowrap text-muted">
        {expires}
      </Td>
      <Td className="w-8 py-0 text-right">
        <IconButton
          size="icon-sm"
          label={`Take back ${named}`}
          tip="Take back"
          onClick={() => onOpen({ what: "revoke", about: one })}
        >
          <X aria-hidden />
        </IconButton>
      </Td>
    </UnfoldRow>
  );
}
