"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis, Send, X } from "lucide-react";
import { Instant } from "@/components/ui/instant";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { Td } from "@/components/ui/table";
import { showToast } from "@/components/ui/toast";
import { type RestFact, UnfoldRow } from "@/components/ui/unfold-row";
import { describeFailure } from "@/lib/core/failure";
import type { Invitation } from "@/lib/team/team-api";
import { sendAgain } from "./member-queries";
import { ROLE_WORDS } from "./role-words";
import type { Opened } from "./team-dialogs";

type Props = { one: Invitation; maySend: boolean; onOpen: (opened: Opened) => void };

/** One invitation: whom it is for, whether it was sent, and what can be done about it. */
export function InvitationRow({ one, maySend, onOpen }: Props) {
  const client = useQueryClient();
  const { id, email, role, createdBy, expiresAt } = one;
  const named = `the invitation ${email ? `of ${email}` : `as ${ROLE_WORDS[role].label.toLowerCase()}`}`;
  const expires = <Instant at={expiresAt} />;
  const sent = <Sending one={one} />;
  const send = () =>
    sendAgain(client, id).then(
      (created) => onOpen({ what: "invited", created }),
      (error: unknown) => showToast({ text: describeFailure(error).message, failed: true }),
    );
  const items: MenuItem[] = [
    ...(maySend && email !== null
      ? [{ label: "Send again", icon: <Send aria-hidden />, onSelect: () => void send() }]
      : []),
    {
      label: "Take back…",
      icon: <X aria-hidden />,
      danger: true,
      onSelect: () => onOpen({ what: "revoke", about: one }),
    },
  ];
  const rest: RestFact[] = [
    { name: "E-mail", until: "md", value: sent },
    { name: "Invited by", value: createdBy },
    { name: "Expires", until: "md", value: expires },
  ];
  return (
    <UnfoldRow about={named} rest={rest} until="xl">
      <Td className="max-md:w-full max-md:max-w-0 md:max-w-64">
        <span className="block truncate" data-tip={email ?? undefined}>
          {email ?? "Whoever has the link"}
        </span>
      </Td>
      <Td>{ROLE_WORDS[role].label}</Td>
      <Td wide>{sent}</Td>
      <Td wide="xl" className="text-muted">
        {createdBy}
      </Td>
      <Td wide className="whitespace-nowrap text-muted">
        {expires}
      </Td>
      <Td className="w-8 py-0 text-right">
        <Menu label={`Actions for ${named}`} tip="Actions" icon={<Ellipsis aria-hidden />} items={items} />
      </Td>
    </UnfoldRow>
  );
}

/** What came of sending it. */
function Sending({ one: { sentAt, sendProblem } }: { one: Invitation }) {
  if (sendProblem) return <span className="text-danger">Could not be sent: {sendProblem}</span>;
  if (!sentAt) return <span className="whitespace-nowrap text-muted">Not sent</span>;
  return (
    <span className="text-muted">
      Sent <Instant at={sentAt} />
    </span>
  );
}
