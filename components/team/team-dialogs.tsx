"use client";

import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import BudgetsOf from "@/components/budgets/budgets-of";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { SheetDialog } from "@/components/ui/sheet-dialog";
import type { Role } from "@/lib/team/policy";
import type { CreatedInvitation, Invitation, ResetLink, Team } from "@/lib/team/team-api";
import { ChangeRole } from "./change-role";
import { InvitationLink } from "./invitation-link";
import { InviteForm } from "./invite-form";
import { LimitMember } from "./limit-member";
import {
  changeMember,
  handOver,
  makeResetLink,
  readmitMember,
  removeMember,
  revokeInvitation,
} from "./member-queries";
import type { TeamMember } from "./member-table";
import { ResetLinkDialog } from "./reset-link-dialog";

/** The one dialog that is open, and what it is about. */
export type Opened =
  | { what: "invite"; team: Team }
  | { what: "invited"; created: CreatedInvitation }
  | { what: "role"; about: TeamMember; roles: readonly Role[] }
  | { what: "limits"; about: TeamMember }
  | { what: "budgets" | "suspend" | "remove" | "transfer" | "reset"; about: TeamMember }
  | { what: "resetMade"; about: TeamMember; made: ResetLink }
  | { what: "revoke"; about: Invitation }
  | { what: "readmit"; about: Team["former"][number] };

type Props = { opened: Opened; onOpen: (opened: Opened | null) => void };

export function TeamDialogs({ opened, onOpen }: Props) {
  const client = useQueryClient();
  const onClose = () => onOpen(null);
  const confirming = (
    title: string,
    confirm: string,
    work: () => Promise<void>,
    words: ReactNode,
    harmless = false,
  ) => (
    <ConfirmDialog
      title={title}
      confirm={confirm}
      harmless={harmless}
      onConfirm={async () => {
        await work();
        onClose();
      }}
      onClose={onClose}
    >
      {words}
    </ConfirmDialog>
  );
  switch (opened.what) {
    case "invite":
      return (
        <InviteForm
          team={opened.team}
          onCreated={(created) => onOpen({ what: "invited", created })}
          onClose={onClose}
        />
      );
    case "invited":
      return <InvitationLink created={opened.created} onClose={onClose} />;
    case "role":
      return <ChangeRole about={opened.about} roles={opened.roles} onClose={onClose} />;
    case "budgets":
      return (
        <SheetDialog title={`Budgets of ${opened.about.name}`} onClose={onClose}>
          <BudgetsOf of={{ member: opened.about.id }} />
        </SheetDialog>
      );
    case "limits":
      return <LimitMember about={opened.about} onClose={onClose} />;
    case "suspend":
      return confirming(
        `Suspend ${opened.about.name}?`,
        "Suspend",
        () => changeMember(client, opened.about.id, { suspended: true }),
        "They are signed out, their keys are refused and their running answers stop, within seconds. Conversations that they shared cannot be opened meanwhile. They can be let back in.",
      );
    case "remove":
      return confirming(
        `Remove ${opened.about.name}?`,
        "Remove",
        () => removeMember(client, opened.about.id),
        "Their sessions end and their keys are revoked for good. What they spent stays in the ledger under their name. Nobody can open their conversations any more, nor what they shared of them.",
      );
    case "transfer":
      return confirming(
        `Make ${opened.about.name} the owner?`,
        "Hand over",
        () => handOver(client, opened.about.id),
        "They get everything you may do, and you become an admin. Only they can give it back.",
      );
    case "reset":
      return (
        <ConfirmDialog
          title={`Make a reset link for ${opened.about.name}?`}
          confirm="Make the link"
          harmless
          onConfirm={async () => {
            const made = await makeResetLink(opened.about.id);
            onOpen({ what: "resetMade", about: opened.about, made });
          }}
          onClose={onClose}
        >
          Whoever opens it sets another password and is signed in as {opened.about.name}: hand it to nobody
          else. It works once, within 30 minutes, and it is on record that you made it.
        </ConfirmDialog>
      );
    case "resetMade":
      return <ResetLinkDialog name={opened.about.name} made={opened.made} onClose={onClose} />;
    case "revoke":
      return confirming(
        "Take the invitation back?",
        "Take back",
        () => revokeInvitation(client, opened.about.id),
        "Its link stops working at once.",
      );
    case "readmit":
      return confirming(
        `Let ${opened.about.name} back in?`,
        "Let back in",
        () => readmitMember(client, opened.about.id),
        "If their groups at the provider give them a role, they become a new member when they sign in there. Their keys and conversations of before stay closed.",
        true,
      );
    default:
      return opened satisfies never;
  }
}
